using FashionMnist.Data;

namespace SparseDiff.Samples.Tests;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_what_was_written_plain_or_gzip(bool gzip)
    {
        var images = IdxFiles.Images(7);
        var labels = IdxFiles.Labels(7);
        Assert.Equal(images[16..], IdxReader.ReadImages(Write(gzip ? IdxFiles.Gzip(images) : images)));
        Assert.Equal(labels[8..], IdxReader.ReadLabels(Write(gzip ? IdxFiles.Gzip(labels) : labels)));
    }

    [Fact]
    public void Reads_more_images_than_its_first_buffer_holds()
    {
        var images = IdxFiles.Images(3000);
        Assert.Equal(images[16..], IdxReader.ReadImages(Write(IdxFiles.Gzip(images))));
    }

    public static TheoryData<string, byte[], string, string> BadImages => new()
    {
        { "an empty file", [], "header", "end of the file" },
        { "half a number", [0, 0], "header", "2 bytes" },
        { "a header alone", IdxFiles.Header(IdxFiles.ImagesMagic, 3), "number of rows", "end of the file" },
        { "a label file", IdxFiles.Labels(30), "0x00000803", "a label file" },
        { "a foreign file", "%PDF-1.7 and so on and on"u8.ToArray(), "0x00000803", "not an IDX file" },
        { "an IDX file of floats", IdxFiles.Header(0x0D03, 1, 28, 28), "0x00000803", "0x00000d03" },
        { "wrong dimensions", IdxFiles.Header(IdxFiles.ImagesMagic, 1, 32, 32), "28×28", "32×32" },
        { "no image", IdxFiles.Header(IdxFiles.ImagesMagic, 0, 28, 28), "at least one", "0" },
        { "a truncated file", IdxFiles.Images(3)[..^1], "2352 bytes", "2351 (the file is truncated)" },
        { "a file with a tail", [.. IdxFiles.Images(3), 1], "2352 bytes", "more" },
        { "a truncated gzip file", IdxFiles.Gzip(IdxFiles.Images(3))[..1000], "bytes", "truncated" },
        { "a damaged gzip file", Damaged(IdxFiles.Gzip(IdxFiles.Images(3))), "undamaged", "" },
        { "a header that promises terabytes", IdxFiles.Header(IdxFiles.ImagesMagic, uint.MaxValue, 28, 28), "at most", "promises" },
        { "a header that promises a gigabyte", IdxFiles.Header(IdxFiles.ImagesMagic, 2_000_000, 28, 28), "1568000000 bytes", "0 (the file is truncated)" },
    };

    [Theory]
    [MemberData(nameof(BadImages))]
    public void Says_what_is_wrong_with_an_image_file(string what, byte[] content, string expected, string found)
    {
        var path = Write(content);
        var error = Assert.Throws<DataException>(() => IdxReader.ReadImages(path));
        AssertSays(error, path, expected, found, what);
    }

    public static TheoryData<string, byte[], string, string> BadLabels => new()
    {
        { "an image file", IdxFiles.Images(1), "0x00000801", "an image file" },
        { "a label that is no class", [.. IdxFiles.Header(IdxFiles.LabelsMagic, 3), 1, 10, 2], "0 to 9", "10 at index 1" },
        { "too few labels", IdxFiles.Labels(5)[..^2], "5 bytes of labels", "3" },
        { "too many labels", [.. IdxFiles.Labels(5), 1], "5 bytes of labels", "more" },
    };

    [Theory]
    [MemberData(nameof(BadLabels))]
    public void Says_what_is_wrong_with_a_label_file(string what, byte[] content, string expected, string found)
    {
        var path = Write(content);
        var error = Assert.Throws<DataException>(() => IdxReader.ReadLabels(path));
        AssertSays(error, path, expected, found, what);
    }

    [Fact]
    public void Says_that_a_file_is_not_there()
    {
        var path = _directory.File("nothing");
        Assert.Contains(path, Assert.Throws<DataException>(() => IdxReader.ReadImages(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_believe_a_header_that_promises_a_gigabyte()
    {
        var path = Write(IdxFiles.Gzip(IdxFiles.Header(IdxFiles.ImagesMagic, 2_000_000, 28, 28)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => IdxReader.ReadImages(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertSays(DataException error, string path, string expected, string found, string what)
    {
        Assert.True(error.Message.StartsWith(path, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    private static byte[] Damaged(byte[] content)
    {
        for (var i = 500; i < 600; i++) content[i] ^= 0xFF;
        return content;
    }

    private string Write(byte[] content)
    {
        var path = _directory.File($"{Guid.NewGuid():N}-idx");
        File.WriteAllBytes(path, content);
        return path;
    }
}
