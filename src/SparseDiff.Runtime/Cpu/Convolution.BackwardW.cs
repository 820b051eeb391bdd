using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal static unsafe partial class Convolution
{
    /// <summary>Into so many sums of their own examples are shared out, whatever the number of threads; then they are added in order.</summary>
    private const int MaximalShares = 16;

    /// <summary>Floats that all shares' sums may take (16 MB): fewer shares for large weights.</summary>
    private const long SumFloats = 4 << 20;

    /// <summary>dW (= or +=) Σ over examples of dY[outputs, positions] · patches[positions, patch].</summary>
    /// <remarks>
    /// The image is laid out pixel by pixel first: then a patch is a few contiguous stretches, and packing it is plain copying. The sums
    /// have patches in that order too, (row, column, channel); adding the shares up brings them into the weights' order.
    /// </remarks>
    public static void BackwardW(in ConvolutionShape s, float* x, float* dY, float* dW, bool accumulate)
    {
        if (s.Outputs == 0 || s.PatchLength == 0)
            return;
        var job = new BackwardWJob { Shape = s, X = x, DY = dY, Sums = ShareOf(s), Offsets = PatchOffsets.OfPixels(s) };
        int strips = (s.PatchLength + Gemm.NR - 1) / Gemm.NR;
        job.StripParts = Math.Min(strips, MaximalShares / job.Sums.Shares);
        CpuPool.Run(ref job, job.Sums.Shares * job.StripParts);
        AddMode* modes = Scratch.Get<AddMode>(ScratchUse.Touched, s.Outputs);
        new Span<AddMode>(modes, s.Outputs).Fill(accumulate ? AddMode.Add : AddMode.Overwrite);
        AddShares(s, job.Sums, dW, modes);
    }

    /// <summary>What becomes of one output's row of the weights' gradient.</summary>
    private enum AddMode : byte
    {
        Skip,
        Overwrite,
        Add,
    }

    private static void AddShares(in ConvolutionShape s, in WeightSums sums, float* dW, AddMode* modes)
    {
        var job = new AddSharesJob { Shape = s, Sums = sums, Into = dW, Modes = modes };
        CpuPool.Run(ref job, s.Outputs);
    }

    private static WeightSums ShareOf(in ConvolutionShape s)
    {
        long length = (long)s.Outputs * s.PatchLength;
        int shares = (int)Math.Clamp(SumFloats / length, 1, Math.Clamp(s.Examples, 1, MaximalShares));
        return new WeightSums(Scratch.Get<float>(ScratchUse.PartialSums, shares * length), length, shares);
    }

    /// <summary>Sums [share][outputs, patch] of one share of the examples each.</summary>
    private readonly struct WeightSums(float* data, long length, int shares)
    {
        public readonly int Shares = shares;

        public float* Of(int share) => data + (share * length);

        public int FirstExample(int share, int examples) => (int)((long)examples * share / Shares);

        public void Clear(int share) => new Span<float>(Of(share), (int)length).Clear();
    }

    /// <summary>Some columns of one share's sums.</summary>
    private struct BackwardWJob : IPartJob
    {
        public ConvolutionShape Shape;
        public PatchOffsets Offsets;
        public WeightSums Sums;
        public float* X;
        public float* DY;
        public int StripParts;

        public readonly void Run(int part)
        {
            int share = part / StripParts;
            int strips = (Shape.PatchLength + Gemm.NR - 1) / Gemm.NR;
            int first = (int)((long)strips * (part % StripParts) / StripParts);
            int end = (int)((long)strips * ((part % StripParts) + 1) / StripParts);
            int firstExample = Sums.FirstExample(share, Shape.Examples);
            int endExample = Sums.FirstExample(share + 1, Shape.Examples);
            if (firstExample == endExample)
                Sums.Clear(share);
            float* image = Scratch.Get<float>(ScratchUse.Image, PatchOffsets.ImageLength(Shape) + PatchPacking.Slack);
            float* strip = Scratch.Get<float>(ScratchUse.PackedB, (KC * Gemm.NR) + PatchPacking.Slack);
            float* packed = Scratch.Get<float>(ScratchUse.Patches, PackedPanels.Length(Shape.OutputsPerGroup, Shape.Positions));
            var gradients = new PackedPanels(packed, Shape.OutputsPerGroup, Shape.Positions);
            for (int example = firstExample; example < endExample; example++)
            {
                for (int group = 0; group < Shape.Groups; group++)
                {
                    long plane = ((long)example * Shape.Channels) + (group * Shape.ChannelsPerGroup);
                    ImageLayout.PadPixels(Shape, X + (plane * Shape.Height * Shape.Width), image);
                    long row = ((long)example * Shape.Outputs) + (group * Shape.OutputsPerGroup);
                    gradients.PackRows(DY + (row * Shape.Positions), Shape.Positions, Shape.Positions);
                    float* sums = Sums.Of(share) + ((long)group * Shape.OutputsPerGroup * Shape.PatchLength);
                    for (int i = first; i < end; i++)
                        Strip(gradients, image, i * Gemm.NR, strip, sums, example > firstExample);
                }
            }
        }

        private readonly void Strip(in PackedPanels gradients, float* image, int column, float* strip, float* sums, bool load)
        {
            int columns = Math.Min(Gemm.NR, Shape.PatchLength - column);
            int width = columns <= Gemm.NR / 2 ? Gemm.NR / 2 : Gemm.NR;
            int k0 = 0;
            do
            {
                int kc = Math.Min(KC, Shape.Positions - k0);
                PatchPacking.Pack(image, Offsets.Position + k0, kc, Offsets.Patch + column, columns, strip, width);
                gradients.Multiply(k0, kc, strip, columns, sums + column, Shape.PatchLength, load || k0 > 0);
                k0 += KC;
            }
            while (k0 < Shape.Positions);
        }
    }

    /// <summary>One output's row of the gradient: the shares added up, from the order (row, column, channel) to (channel, row, column).</summary>
    private struct AddSharesJob : IPartJob
    {
        public ConvolutionShape Shape;
        public WeightSums Sums;
        public float* Into;
        public AddMode* Modes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int output)
        {
            if (Modes[output] == AddMode.Skip)
                return;
            int length = Shape.PatchLength;
            int window = Shape.KernelHeight * Shape.KernelWidth;
            float* total = Sums.Of(0) + ((long)output * length);
            for (int share = 1; share < Sums.Shares; share++)
            {
                float* sums = Sums.Of(share) + ((long)output * length);
                for (int i = 0; i < length; i += 16)
                {
                    int count = Math.Min(16, length - i);
                    Simd.StorePart(total + i, count, Simd.LoadPart(total + i, count) + Simd.LoadPart(sums + i, count));
                }
            }
            float* into = Into + ((long)output * length);
            for (int entry = 0; entry < window; entry++)
            {
                for (int channel = 0; channel < Shape.ChannelsPerGroup; channel++)
                {
                    float* place = into + (channel * window) + entry;
                    float sum = *total++;
                    *place = Modes[output] == AddMode.Add ? *place + sum : sum;
                }
            }
        }
    }
}
