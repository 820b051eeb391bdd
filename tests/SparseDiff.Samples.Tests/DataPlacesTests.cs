using System.Security.Cryptography;
using FashionMnist.Data;

namespace SparseDiff.Samples.Tests;

public sealed class DataPlacesTests : IDisposable
{
    private static readonly Uri Address = new("https://data.example/fashion/");

    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _said = [];

    [Fact]
    public void The_directory_asked_for_comes_first()
    {
        IdxFiles.WriteDataset(_directory.File("asked"), train: 11);
        IdxFiles.WriteDataset(_directory.File("environment"), train: 12);
        IdxFiles.WriteDataset(_directory.File("system"), train: 13);
        var places = Places(new StillNetwork()) with { Asked = _directory.File("asked"), FromEnvironment = _directory.File("environment") };
        Assert.Equal(11, Read(places).Train.Count);
        Assert.Equal(12, Read(places with { Asked = null }).Train.Count);
        Assert.Equal(13, Read(places with { Asked = null, FromEnvironment = null }).Train.Count);
        Assert.Equal(13, Read(places with { Asked = null, FromEnvironment = "" }).Train.Count);
    }

    [Fact]
    public void A_wrong_directory_that_was_named_is_an_error_and_not_a_reason_to_look_elsewhere()
    {
        IdxFiles.WriteDataset(_directory.File("system"));
        var places = Places(new StillNetwork());
        Assert.Throws<DataException>(() => Read(places with { Asked = _directory.File("nowhere") }));
        Assert.Throws<DataException>(() => Read(places with { FromEnvironment = _directory.File("nowhere") }));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        IdxFiles.WriteDataset(_directory.File("asked"));
        File.Delete(_directory.File($"asked/{IdxDirectory.TestLabels}.gz"));
        var error = Assert.Throws<DataException>(() => Read(Places(new StillNetwork()) with { Asked = _directory.File("asked") }));
        Assert.Contains(IdxDirectory.TestLabels, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_and_labels_must_be_equally_many()
    {
        IdxFiles.WriteDataset(_directory.File("asked"), train: 20);
        File.WriteAllBytes(_directory.File($"asked/{IdxDirectory.TrainLabels}.gz"), IdxFiles.Labels(19));
        var error = Assert.Throws<DataException>(() => Read(Places(new StillNetwork()) with { Asked = _directory.File("asked") }));
        Assert.Contains("expected 20 labels", error.Message, StringComparison.Ordinal);
        Assert.Contains("found 19", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_download_fills_the_cache_once()
    {
        var network = new StillNetwork(Packed(IdxFiles.Contents()));
        Assert.Equal("Fashion-MNIST", Read(Places(network)).Name);
        Assert.Equal(4, network.Requests.Count);
        Assert.All(network.Requests, address => Assert.StartsWith("https://", address, StringComparison.Ordinal));
        Assert.Equal(20, Read(Places(network)).Train.Count);
        Assert.Equal(4, network.Requests.Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory.File("cache")), path => path.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_file_in_the_cache_is_downloaded_again()
    {
        var network = new StillNetwork(Packed(IdxFiles.Contents()));
        Read(Places(network));
        File.WriteAllBytes(_directory.File($"cache/{IdxDirectory.TrainImages}.gz"), [1, 2, 3]);
        Read(Places(network));
        Assert.Equal(5, network.Requests.Count);
    }

    [Fact]
    public void A_download_with_another_checksum_never_enters_the_cache()
    {
        var files = IdxFiles.Contents();
        files[IdxDirectory.TrainImages] = IdxFiles.Images(20, seed: 99);
        Assert.Equal(DrawnShapes.Name, Read(Places(new StillNetwork(Packed(files)))).Name);
        Assert.False(File.Exists(_directory.File($"cache/{IdxDirectory.TrainImages}.gz")));
        Assert.Contains(_said, line => line.Contains("SHA-256", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_files_and_network_shapes_are_drawn_and_named_as_such()
    {
        var data = Read(Places(new StillNetwork()));
        Assert.Equal(DrawnShapes.Name, data.Name);
        Assert.Contains(_said, line => line.Contains("No route to host", StringComparison.Ordinal));
        Assert.Contains(_said, line => line.Contains("drawn shapes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_download_needs_a_safe_address()
    {
        var cache = new DownloadCache(_directory.File("cache"), new StillNetwork(), new Uri("http://data.example/"), Expected);
        Assert.Contains("https", Assert.Throws<DataException>(() => cache.Read(_ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_users_machine_the_environment_and_Debians_package_are_looked_at()
    {
        var before = Environment.GetEnvironmentVariable("SPARSEDIFF_DATA");
        Environment.SetEnvironmentVariable("SPARSEDIFF_DATA", _directory.File("mine"));
        try
        {
            var places = DataPlaces.Here(asked: null, new StillNetwork());
            Assert.Equal((null, _directory.File("mine"), "/usr/share/datasets/fashion-mnist"), (places.Asked, places.FromEnvironment, places.System));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SPARSEDIFF_DATA", before);
        }
    }

    public void Dispose() => _directory.Dispose();

    private static Dictionary<string, string> Expected => IdxFiles.Contents()
        .ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value)));

    private static Dictionary<string, byte[]> Packed(Dictionary<string, byte[]> files) =>
        files.ToDictionary(file => file.Key + ".gz", file => IdxFiles.Gzip(file.Value));

    private DataPlaces Places(StillNetwork network) => new()
    {
        System = _directory.File("system"),
        Cache = new DownloadCache(_directory.File("cache"), network, Address, Expected),
    };

    private Dataset Read(DataPlaces places) => places.Read(seed: 1, _said.Add);
}
