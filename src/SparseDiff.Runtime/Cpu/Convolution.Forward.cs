using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>
/// Dense convolutions as matrix products whose right operand is packed straight from the image: Y[outputs, positions] = W · patches for
/// each example. No patch matrix of a batch is ever stored. Every sum is taken in the same order whatever the number of threads.
/// </summary>
internal static unsafe partial class Convolution
{
    /// <summary>Steps of the inner dimension between two visits to the result; a packed strip of so many fits the second-level cache beside the weights.</summary>
    private const int KC = 384;

    /// <summary>y = the convolution of x with w, plus a bias for each output when given.</summary>
    public static void Forward(in ConvolutionShape s, float* x, float* w, float* bias, float* y)
    {
        if (s.Examples == 0 || s.Positions == 0 || s.Outputs == 0)
            return;

        // The bias is one more column of the weights, which meets a patch entry of 1.
        int k = s.PatchLength + (bias == null ? 0 : 1);
        int groupOutputs = s.OutputsPerGroup;
        float* packed = Scratch.Get<float>(ScratchUse.PackedA, s.Groups * PackedPanels.Length(groupOutputs, k));
        for (int group = 0; group < s.Groups; group++)
        {
            PackedPanels panels = GroupPanels(packed, group, groupOutputs, k);
            panels.PackRows(w + ((long)group * groupOutputs * s.PatchLength), s.PatchLength, s.PatchLength);
            for (int output = 0; bias != null && output < panels.Panels * Gemm.MR; output++)
                panels.At(output / Gemm.MR, s.PatchLength)[output % Gemm.MR] = output < groupOutputs ? bias[(group * groupOutputs) + output] : 0;
        }
        int strips = (s.Positions + Gemm.NR - 1) / Gemm.NR;
        int wanted = CpuPool.Threads * 4;
        var job = new ForwardJob { Shape = s, X = x, Y = y, Weights = packed, K = k, Offsets = PatchOffsets.OfPlanes(s) };
        job.StripParts = Math.Min(strips, (wanted + s.Examples - 1) / s.Examples);
        CpuPool.Run(ref job, s.Examples * job.StripParts);
    }

    private static PackedPanels GroupPanels(float* packed, int group, int rows, int k) =>
        new(packed + (group * PackedPanels.Length(rows, k)), rows, k);

    /// <summary>Some strips of positions of one example.</summary>
    private struct ForwardJob : IPartJob
    {
        public ConvolutionShape Shape;
        public PatchOffsets Offsets;
        public float* X;
        public float* Y;
        public float* Weights;
        public int K;
        public int StripParts;

        public readonly void Run(int part)
        {
            int example = part / StripParts;
            int strips = (Shape.Positions + Gemm.NR - 1) / Gemm.NR;
            int first = (int)((long)strips * (part % StripParts) / StripParts);
            int end = (int)((long)strips * ((part % StripParts) + 1) / StripParts);
            float* image = Scratch.Get<float>(ScratchUse.Image, PatchOffsets.ImageLength(Shape) + PatchPacking.Slack);
            float* strip = Scratch.Get<float>(ScratchUse.PackedB, (Math.Min(K, KC) * Gemm.NR) + PatchPacking.Slack);
            for (int group = 0; group < Shape.Groups; group++)
            {
                long plane = ((long)example * Shape.Channels) + (group * Shape.ChannelsPerGroup);
                ImageLayout.PadPlanes(Shape, X + (plane * Shape.Height * Shape.Width), image);
                PackedPanels weights = GroupPanels(Weights, group, Shape.OutputsPerGroup, K);
                float* y = Y + ((((long)example * Shape.Outputs) + (group * Shape.OutputsPerGroup)) * Shape.Positions);
                for (int i = first; i < end; i++)
                    Strip(weights, image, i * Gemm.NR, strip, y);
            }
        }

        private readonly void Strip(in PackedPanels weights, float* image, int column, float* strip, float* y)
        {
            int columns = Math.Min(Gemm.NR, Shape.Positions - column);
            int width = Gemm.WidthOf(columns);
            for (int k0 = 0; k0 < K; k0 += KC)
            {
                int kc = Math.Min(KC, K - k0);
                int rows = Math.Min(kc, Shape.PatchLength - k0);
                PatchPacking.Pack(image, Offsets.Patch + k0, rows, Offsets.Position + column, columns, strip, width);
                if (rows < kc)
                    new Span<float>(strip + (rows * width), width).Fill(1);
                weights.Multiply(k0, kc, strip, columns, y + column, Shape.Positions, load: k0 > 0);
            }
        }
    }
}
