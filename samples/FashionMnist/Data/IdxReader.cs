namespace FashionMnist.Data;

/// <summary>Reads the IDX files of MNIST and its successors (format: yann.lecun.com/exdb/mnist), plain or gzip-compressed.</summary>
internal static class IdxReader
{
    private const uint ImagesMagic = 0x0803; // unsigned bytes, three dimensions
    private const uint LabelsMagic = 0x0801; // unsigned bytes, one dimension

    /// <summary>The pixels of an image file, [count, 28, 28].</summary>
    public static byte[] ReadImages(string path)
    {
        using var stream = IdxStream.Open(path);
        CheckMagic(stream, path, ImagesMagic, "images");
        var count = ReadCount(stream, path);
        var rows = stream.ReadNumber("the number of rows");
        var columns = stream.ReadNumber("the number of columns");
        if (rows != ImageSet.Side || columns != ImageSet.Side)
        {
            throw new DataException(path, $"images of {ImageSet.Side}×{ImageSet.Side} pixels", $"{rows}×{columns}");
        }

        return stream.ReadToEnd(count * ImageSet.Pixels, $"pixels ({count} images)");
    }

    /// <summary>The labels of a label file, [count], each 0 … 9.</summary>
    public static byte[] ReadLabels(string path)
    {
        using var stream = IdxStream.Open(path);
        CheckMagic(stream, path, LabelsMagic, "labels");
        var labels = stream.ReadToEnd(ReadCount(stream, path), "labels");
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ImageSet.Classes - 1));
        return wrong < 0
            ? labels
            : throw new DataException(path, $"labels from 0 to {ImageSet.Classes - 1}", $"{labels[wrong]} at index {wrong}");
    }

    private static void CheckMagic(IdxStream stream, string path, uint magic, string meaning)
    {
        var found = stream.ReadNumber("the magic number");
        if (found == magic) return;
        var guess = found switch
        {
            ImagesMagic => " (an image file)",
            LabelsMagic => " (a label file)",
            _ => " (not an IDX file of bytes)",
        };
        throw new DataException(path, $"the magic number 0x{magic:x8} of IDX {meaning}", $"0x{found:x8}{guess}");
    }

    private static long ReadCount(IdxStream stream, string path)
    {
        var count = stream.ReadNumber("the number of items");
        return count > 0 ? count : throw new DataException(path, "at least one item", "a header that says 0");
    }
}
