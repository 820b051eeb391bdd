namespace FashionMnist.Data;

/// <summary>Labelled grey-scale images of 28×28 bytes, one after the other.</summary>
internal sealed class ImageSet
{
    /// <summary>Width and height of an image, in pixels.</summary>
    public const int Side = 28;

    /// <summary>Number of pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Number of classes; labels are 0 … 9.</summary>
    public const int Classes = 10;

    /// <summary>Joins pixels and labels that belong together.</summary>
    /// <param name="pixels">[count, 28, 28], 0 is black.</param>
    /// <param name="labels">[count].</param>
    public ImageSet(byte[] pixels, byte[] labels)
    {
        if (pixels.Length != labels.Length * Pixels)
        {
            throw new ArgumentException(
                $"{labels.Length} labels need {labels.Length * Pixels} pixels, but there are {pixels.Length}.", nameof(pixels));
        }

        PixelBytes = pixels;
        Labels = labels;
    }

    /// <summary>All pixels, [count, 28, 28].</summary>
    public byte[] PixelBytes { get; }

    /// <summary>All labels, [count].</summary>
    public byte[] Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The pixels of one image, [28, 28].</summary>
    public ReadOnlySpan<byte> this[int index] => PixelBytes.AsSpan(index * Pixels, Pixels);

    /// <summary>The first images of the set; all of them when there are fewer.</summary>
    public ImageSet Take(int count) => count >= Count
        ? this
        : new ImageSet(PixelBytes[..(count * Pixels)], Labels[..count]);
}
