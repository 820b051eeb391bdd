using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal static unsafe partial class Convolution
{
    /// <summary>Floats of the patches' gradients that wait to be added to the image: 256 KB, which stay in the second-level cache.</summary>
    private const int WaitingFloats = 64 * 1024;

    /// <summary>dX = for each example, patches' gradients Wᵀ · dY, each added where the patch was read.</summary>
    public static void BackwardX(in ConvolutionShape s, float* dY, float* w, float* dX)
    {
        if (s.Stride != 1 || s.OutputsPerGroup == 0)
            new Span<float>(dX, s.Examples * s.Channels * s.Height * s.Width).Clear();
        if (s.Examples == 0 || s.OutputsPerGroup == 0)
            return;
        int k = s.OutputsPerGroup;
        float* packed = Scratch.Get<float>(ScratchUse.PackedA, s.Groups * PackedPanels.Length(s.PatchLength, k));
        for (int group = 0; group < s.Groups; group++)
            GroupPanels(packed, group, s.PatchLength, k).PackColumns(w + ((long)group * k * s.PatchLength), s.PatchLength);

        int window = s.KernelHeight * s.KernelWidth;
        var job = new BackwardXJob { Shape = s, DY = dY, DX = dX, Weights = packed };

        // Blocks of eight channels begin at a panel. Few examples: blocks of channels are parts of their own.
        int atOnce = Math.Max(1, WaitingFloats / Math.Max(1, window * s.Positions));
        job.BlockChannels = s.ChannelsPerGroup <= atOnce && s.Examples >= CpuPool.Threads ? s.ChannelsPerGroup : Math.Max(8, atOnce / 8 * 8);
        job.Blocks = (s.ChannelsPerGroup + job.BlockChannels - 1) / Math.Max(1, job.BlockChannels);
        job.BlockParts = s.Examples >= CpuPool.Threads * 4 ? 1 : job.Blocks;
        CpuPool.Run(ref job, s.Examples * job.BlockParts);
    }

    /// <summary>Some blocks of channels of one example.</summary>
    private struct BackwardXJob : IPartJob
    {
        public ConvolutionShape Shape;
        public float* DY;
        public float* DX;
        public float* Weights;
        public int BlockChannels;
        public int Blocks;
        public int BlockParts;

        public readonly void Run(int part)
        {
            int example = part / BlockParts;
            int first = (int)((long)Blocks * (part % BlockParts) / BlockParts);
            int end = (int)((long)Blocks * ((part % BlockParts) + 1) / BlockParts);
            int k = Shape.OutputsPerGroup;
            int strips = (Shape.Positions + Gemm.NR - 1) / Gemm.NR;
            float* packed = Scratch.Get<float>(ScratchUse.PackedB, (long)strips * k * Gemm.NR);
            for (int group = 0; group < Shape.Groups; group++)
            {
                float* dY = DY + ((((long)example * Shape.Outputs) + (group * k)) * Shape.Positions);
                GemmPacking.CopyStrips(dY, null, Shape.Positions, k, Shape.Positions, packed, k * Gemm.NR);
                for (int block = first; block < end; block++)
                    Block(example, group, block * BlockChannels, packed, strips);
            }
        }

        private readonly void Block(int example, int group, int firstChannel, float* packed, int strips)
        {
            int window = Shape.KernelHeight * Shape.KernelWidth;
            int channels = Math.Min(BlockChannels, Shape.ChannelsPerGroup - firstChannel);
            PackedPanels all = GroupPanels(Weights, group, Shape.PatchLength, Shape.OutputsPerGroup);
            var weights = new PackedPanels(all.At(firstChannel * window / Gemm.MR, 0), channels * window, all.K);
            float* patches = Scratch.Get<float>(ScratchUse.Patches, (long)channels * window * Shape.Positions);
            for (int strip = 0; strip < strips; strip++)
            {
                int column = strip * Gemm.NR;
                int columns = Math.Min(Gemm.NR, Shape.Positions - column);
                for (int k0 = 0; k0 < all.K; k0 += KC)
                {
                    float* from = packed + ((long)strip * all.K * Gemm.NR) + (k0 * Gemm.WidthOf(columns));
                    weights.Multiply(k0, Math.Min(KC, all.K - k0), from, columns, patches + column, Shape.Positions, load: k0 > 0);
                }
            }
            long plane = ((long)example * Shape.Channels) + (group * Shape.ChannelsPerGroup) + firstChannel;
            float* dX = DX + (plane * Shape.Height * Shape.Width);
            for (int channel = 0; channel < channels; channel++, dX += Shape.Height * Shape.Width)
            {
                float* gradients = patches + ((long)channel * window * Shape.Positions);
                if (Shape.Stride == 1)
                    SumShifted(Shape, gradients, dX);
                for (int entry = 0; Shape.Stride != 1 && entry < window; entry++)
                    AddShifted(Shape, gradients + ((long)entry * Shape.Positions), entry, dX);
            }
        }
    }

    /// <summary>plane = the sum over the window's entries of their gradients [window, positions], each moved to the places that the entry saw. For stride 1, where every place is written once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumShifted(in ConvolutionShape s, float* gradients, float* plane)
    {
        int width = s.OutputWidth;
        int height = s.OutputHeight;
        for (int y = 0; y < s.Height; y++, plane += s.Width)
        {
            for (int x = 0; x < s.Width; x += 16)
            {
                Vector512<float> sum = default;
                for (int row = 0; row < s.KernelHeight; row++)
                {
                    int fromRow = y + s.Padding - (row * s.Dilation);
                    if ((uint)fromRow >= (uint)height)
                        continue;
                    float* from = gradients + ((((long)row * s.KernelWidth * height) + fromRow) * width);
                    for (int column = 0; column < s.KernelWidth; column++, from += height * width)
                    {
                        int first = x + s.Padding - (column * s.Dilation);
                        sum += Simd.LoadRange(from + first, -first, width - first);
                    }
                }
                Simd.StorePart(plane + x, Math.Min(16, s.Width - x), sum);
            }
        }
    }

    /// <summary>plane += the gradients [positions] of one entry of the window, at the places that this entry saw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddShifted(in ConvolutionShape s, float* gradients, int entry, float* plane)
    {
        int down = (entry / s.KernelWidth * s.Dilation) - s.Padding;
        int right = (entry % s.KernelWidth * s.Dilation) - s.Padding;
        int width = s.OutputWidth;
        int first = right >= 0 ? 0 : (-right + s.Stride - 1) / s.Stride;
        int end = Math.Min(width, (s.Width - right + s.Stride - 1) / s.Stride);
        for (int y = 0; y < s.OutputHeight; y++, gradients += width)
        {
            int row = (y * s.Stride) + down;
            if (row < 0 || row >= s.Height)
                continue;
            float* into = plane + (row * s.Width) + right;
            for (int x = first; x < end; x++)
                into[x * s.Stride] += gradients[x];
        }
    }
}
