using System.Numerics.Tensors;

namespace FashionMnist.Data;

/// <summary>Turns pixel bytes into numbers of mean 0 and deviation 1, as measured on the training images.</summary>
/// <param name="Mean">Mean of the training pixels, 0 … 255.</param>
/// <param name="Deviation">Standard deviation of the training pixels, 0 … 255.</param>
internal sealed record PixelScale(float Mean, float Deviation)
{
    public static PixelScale Of(ImageSet images)
    {
        Span<long> histogram = stackalloc long[256];
        foreach (var pixel in images.PixelBytes) histogram[pixel]++;
        double sum = 0, squares = 0;
        for (var value = 0; value < histogram.Length; value++)
        {
            sum += (double)value * histogram[value];
            squares += (double)value * value * histogram[value];
        }

        var mean = sum / images.PixelBytes.Length;
        var deviation = Math.Sqrt(Math.Max(squares / images.PixelBytes.Length - mean * mean, 1));
        return new PixelScale((float)mean, (float)deviation);
    }

    public void Apply(ReadOnlySpan<byte> pixels, Span<float> into)
    {
        TensorPrimitives.ConvertTruncating<byte, float>(pixels, into);
        TensorPrimitives.Subtract(into, Mean, into);
        TensorPrimitives.Divide(into, Deviation, into);
    }
}
