using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <remarks>
/// Both sparse products are sums of rows (<see cref="SparseSums"/>) over images laid out pixel by pixel, where a patch is a few contiguous runs of
/// the window's columns times the channels: dX adds a sum of rows of W to the runs of a position, dW a sum of runs to a row.
/// </remarks>
internal static unsafe partial class Convolution
{
    /// <summary>Runs shorter than a vector are not worth a visit each: the patches of an example are then stored.</summary>
    private const int ShortRun = 16;

    /// <summary>Whether a dense convolution's backward pass beats the sparse one: measured on Zen 4 with AVX-512 at 32 → 64 channels and at 1 → 32.</summary>
    public static bool DenseIsFaster(in ConvolutionShape s, double density) => density > (RunLength(s) < ShortRun ? 0.25 : 0.4);

    /// <summary>dX from the entries of dY: at each position a sum of rows of W, added to the patch that the position saw.</summary>
    public static void SparseBackwardX(in ConvolutionShape s, in SparseMap dY, float* w, float* dX)
    {
        float* weights = Scratch.Get<float>(ScratchUse.PackedA, (long)s.Outputs * s.PatchLength);
        ToPixelOrder(s, w, weights);
        var job = new SparseXJob { Shape = s, Map = dY, Weights = weights, DX = dX, Offsets = PatchOffsets.OfPixels(s) };
        CpuPool.Run(ref job, s.Examples);
    }

    /// <summary>dW += from the entries of dY: for each output a sum of patches. Rows without an entry are not touched.</summary>
    public static void SparseBackwardW(in ConvolutionShape s, float* x, in SparseMap dY, RowGradient into)
    {
        var job = new SparseWJob { Shape = s, Map = dY, X = x, Sums = ShareOf(s), Offsets = PatchOffsets.OfPixels(s) };
        CpuPool.Run(ref job, job.Sums.Shares);
        AddMode* modes = Scratch.Get<AddMode>(ScratchUse.Touched, s.Outputs);
        for (int output = 0; output < s.Outputs; output++)
        {
            bool any = false;
            for (int example = 0; example < s.Examples && !any; example++)
                any = dY.Start[(example * s.Outputs) + output] != dY.Start[(example * s.Outputs) + output + 1];
            modes[output] = !any ? AddMode.Skip : into.Touch(output) ? AddMode.Add : AddMode.Overwrite;
        }
        AddShares(s, job.Sums, Host.Pointer(into.Buffer), modes);
    }

    /// <summary>The weights with patches in the order (row, column, channel).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToPixelOrder(in ConvolutionShape s, float* w, float* into)
    {
        int window = s.KernelHeight * s.KernelWidth;
        for (int output = 0; output < s.Outputs; output++, w += s.PatchLength)
        {
            for (int entry = 0; entry < window; entry++)
            {
                for (int channel = 0; channel < s.ChannelsPerGroup; channel++)
                    *into++ = w[(channel * window) + entry];
            }
        }
    }

    private static int RunLength(in ConvolutionShape s) => s.Dilation == 1 ? s.KernelWidth * s.ChannelsPerGroup : s.ChannelsPerGroup;

    /// <summary>One example.</summary>
    private struct SparseXJob : IPartJob
    {
        public ConvolutionShape Shape;
        public SparseMap Map;
        public PatchOffsets Offsets;
        public float* Weights;
        public float* DX;

        public readonly void Run(int example)
        {
            float* image = Scratch.Get<float>(ScratchUse.Image, PatchOffsets.ImageLength(Shape));
            int run = RunLength(Shape);
            for (int group = 0; group < Shape.Groups; group++)
            {
                new Span<float>(image, (int)PatchOffsets.ImageLength(Shape)).Clear();
                float* weights = Weights + ((long)group * Shape.OutputsPerGroup * Shape.PatchLength);
                SparseSums sums = ByPosition((example * Shape.Outputs) + (group * Shape.OutputsPerGroup));
                for (int first = 0; first < Shape.Positions; first += Shape.OutputWidth)
                {
                    for (int i = 0; i < Shape.PatchLength; i += run)
                    {
                        float* into = image + Offsets.Position[first] + Offsets.Patch[i] - ((long)first * Shape.Stride * Shape.ChannelsPerGroup);
                        sums.Run(first, first + Shape.OutputWidth, weights + i, Shape.PatchLength, into, run);
                    }
                }
                long plane = ((long)example * Shape.Channels) + (group * Shape.ChannelsPerGroup);
                ImageLayout.CropPixels(Shape, image, DX + (plane * Shape.Height * Shape.Width));
            }
        }

        /// <summary>The entries of one group's outputs, sorted by position: count, prefix, scatter.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly SparseSums ByPosition(int firstRow)
        {
            int begin = Map.Start[firstRow];
            int count = Map.Start[firstRow + Shape.OutputsPerGroup] - begin;
            int* outputs = Scratch.Get<int>(ScratchUse.Entries, 2L * count);
            float* values = (float*)(outputs + count);

            // Counted two places on, summed up, start[p + 1] is where position p begins; the scatter moves it to where p ends.
            int* start = Scratch.Get<int>(ScratchUse.Structure, Shape.Positions + 2);
            new Span<int>(start, Shape.Positions + 2).Clear();
            for (int entry = begin; entry < begin + count; entry++)
                start[Map.Place[entry] + 2]++;
            for (int position = 2; position <= Shape.Positions; position++)
                start[position] += start[position - 1];
            for (int output = 0; output < Shape.OutputsPerGroup; output++)
            {
                for (int entry = Map.Start[firstRow + output]; entry < Map.Start[firstRow + output + 1]; entry++)
                {
                    int to = start[Map.Place[entry] + 1]++;
                    outputs[to] = output;
                    values[to] = Map.Values[entry];
                }
            }
            return new SparseSums(start, outputs, values, SumMode.Accumulate, null, Shape.Stride * Shape.ChannelsPerGroup);
        }
    }

    /// <summary>One share of the examples.</summary>
    private struct SparseWJob : IPartJob
    {
        public ConvolutionShape Shape;
        public SparseMap Map;
        public PatchOffsets Offsets;
        public WeightSums Sums;
        public float* X;

        public readonly void Run(int share)
        {
            Sums.Clear(share);
            float* image = Scratch.Get<float>(ScratchUse.Image, PatchOffsets.ImageLength(Shape) + PatchPacking.Slack);
            int end = Sums.FirstExample(share + 1, Shape.Examples);
            for (int example = Sums.FirstExample(share, Shape.Examples); example < end; example++)
            {
                for (int group = 0; group < Shape.Groups; group++)
                {
                    int row = (example * Shape.Outputs) + (group * Shape.OutputsPerGroup);
                    if (Map.Start[row] == Map.Start[row + Shape.OutputsPerGroup])
                        continue;
                    long plane = ((long)example * Shape.Channels) + (group * Shape.ChannelsPerGroup);
                    ImageLayout.PadPixels(Shape, X + (plane * Shape.Height * Shape.Width), image);
                    float* sums = Sums.Of(share) + ((long)group * Shape.OutputsPerGroup * Shape.PatchLength);
                    if (RunLength(Shape) < ShortRun)
                        AddPatches(row, image, sums);
                    else
                        AddRuns(row, image, sums);
                }
            }
        }

        private readonly void AddRuns(int row, float* image, float* into)
        {
            int begin = Map.Start[row];
            int end = Map.Start[row + Shape.OutputsPerGroup];
            int* places = Scratch.Get<int>(ScratchUse.Entries, end - begin) - begin;
            for (int entry = begin; entry < end; entry++)
                places[entry] = Offsets.Position[Map.Place[entry]];
            var sums = new SparseSums(Map.Start + row, places, Map.Values, SumMode.Accumulate, null, Shape.PatchLength);
            int run = RunLength(Shape);
            for (int i = 0; i < Shape.PatchLength; i += run)
                sums.Run(0, Shape.OutputsPerGroup, image + Offsets.Patch[i], 1, into + i, run);
        }

        private readonly void AddPatches(int row, float* image, float* into)
        {
            int length = Shape.PatchLength;
            float* patches = Scratch.Get<float>(ScratchUse.Patches, ((long)Shape.Positions * length) + PatchPacking.Slack);
            PatchPacking.Pack(image, Offsets.Position, Shape.Positions, Offsets.Patch, length, patches, length);
            var sums = new SparseSums(Map.Start + row, Map.Place, Map.Values, SumMode.Accumulate, null, length);
            sums.Run(0, Shape.OutputsPerGroup, patches, length, into, length);
        }
    }
}
