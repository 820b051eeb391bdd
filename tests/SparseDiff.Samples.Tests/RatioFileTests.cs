using System.Text.Json;
using SparseDiff.Benchmarks.Ratios;

namespace SparseDiff.Samples.Tests;

public sealed class RatioFileTests : IDisposable
{
    private static readonly RatioRow Row = new("linear-backward", "128,1024,1024", "topk-row", 0.05, 2, 3.5, 0.25, 14, "openblas");

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_file_is_an_array_of_what_its_readers_rely_on()
    {
        var path = _directory.File("benchmarks/ratios.json");
        RatioFile.Write([Row, Row with { Case = "selection", NanosecondsPerElement = 0.3 }], path);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var rows = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(
            ["case", "shape", "policy", "ratio", "threads", "dense_ms", "sparse_ms", "speedup", "dense_backend"],
            rows[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(("linear-backward", "128,1024,1024", "topk-row", "openblas"), (Text("case"), Text("shape"), Text("policy"), Text("dense_backend")));
        Assert.Equal((0.05, 2.0, 3.5, 0.25, 14.0), (Number("ratio"), Number("threads"), Number("dense_ms"), Number("sparse_ms"), Number("speedup")));
        Assert.Equal(0.3, rows[1].GetProperty("ns_per_element").GetDouble());

        string? Text(string name) => rows[0].GetProperty(name).GetString();
        double Number(string name) => rows[0].GetProperty(name).GetDouble();
    }

    [Fact]
    public void A_file_replaces_an_older_one_and_leaves_nothing_else()
    {
        var path = _directory.File("ratios.json");
        RatioFile.Write([Row], path);
        RatioFile.Write([], path);
        Assert.Equal(["ratios.json"], Directory.EnumerateFiles(_directory.Path).Select(Path.GetFileName));
        Assert.Equal("[]\n", File.ReadAllText(path));
    }

    [Fact]
    public void Readers_find_it_where_the_documents_say() => Assert.Equal("artifacts/benchmarks/ratios.json", RatioFile.Place);

    public void Dispose() => _directory.Dispose();
}
