using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>One group's channels of one example, with a margin of zeros as wide as the padding: plane by plane, or pixel by pixel.</summary>
internal static unsafe class ImageLayout
{
    /// <summary>into[channel, row, column] = planes, with margins.</summary>
    public static void PadPlanes(in ConvolutionShape s, float* planes, float* into)
    {
        int width = PatchOffsets.PaddedWidth(s);
        new Span<float>(into, (int)PatchOffsets.ImageLength(s) + PatchPacking.Slack).Clear();
        for (int channel = 0; channel < s.ChannelsPerGroup; channel++)
        {
            float* plane = into + ((long)channel * PatchOffsets.PaddedHeight(s) * width) + (s.Padding * width) + s.Padding;
            for (int row = 0; row < s.Height; row++, planes += s.Width, plane += width)
                Copy(planes, plane, s.Width);
        }
    }

    /// <summary>into[row, column, channel] = planes, with margins.</summary>
    public static void PadPixels(in ConvolutionShape s, float* planes, float* into)
    {
        int width = PatchOffsets.PaddedWidth(s);
        new Span<float>(into, (int)PatchOffsets.ImageLength(s) + PatchPacking.Slack).Clear();
        float* pixels = into + ((long)((s.Padding * width) + s.Padding) * s.ChannelsPerGroup);
        for (int row = 0; row < s.Height; row++, planes += s.Width, pixels += width * s.ChannelsPerGroup)
            Transpose(planes, s.Height * s.Width, s.ChannelsPerGroup, s.Width, pixels, s.ChannelsPerGroup);
    }

    /// <summary>planes = image[row, column, channel] without its margins.</summary>
    public static void CropPixels(in ConvolutionShape s, float* image, float* planes)
    {
        int width = PatchOffsets.PaddedWidth(s);
        float* pixels = image + ((long)((s.Padding * width) + s.Padding) * s.ChannelsPerGroup);
        for (int row = 0; row < s.Height; row++, planes += s.Width, pixels += width * s.ChannelsPerGroup)
            Transpose(pixels, s.ChannelsPerGroup, s.Width, s.ChannelsPerGroup, planes, s.Height * s.Width);
    }

    /// <summary>into[columns, rows] = from[rows, columns]ᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, long stride, int rows, int columns, float* into, long intoStride)
    {
        int blockedRows = Avx.IsSupported ? rows & ~7 : 0;
        int blockedColumns = columns & ~7;
        for (int row = 0; row < blockedRows; row += 8)
        {
            for (int column = 0; column < blockedColumns; column += 8)
                GemmPacking.Transpose8x8(from + (row * stride) + column, stride, into + (column * intoStride) + row, intoStride);
        }
        for (int row = 0; row < rows; row++)
        {
            for (int column = row < blockedRows ? blockedColumns : 0; column < columns; column++)
                into[(column * intoStride) + row] = from[(row * stride) + column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* into, int count)
    {
        int i = 0;
        for (; i + 16 <= count; i += 16)
            Vector512.Load(from + i).Store(into + i);
        if (i < count)
            Simd.StoreFirst(into + i, count - i, Simd.LoadFirst(from + i, count - i));
    }
}
