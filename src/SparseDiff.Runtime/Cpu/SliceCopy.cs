using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>A block of kept slices, seen as [Outer, Count, Inner], of a tensor [Outer, Extent, Inner].</summary>
internal readonly record struct SliceView(int Outer, int Count, int Extent, int Inner)
{
    public static SliceView Of(ReadOnlySpan<int> compact, int axis, AxisPattern kept)
    {
        int inner = compact.IsEmpty ? 1 : Shapes.Length(compact[(axis + 1)..]);
        int outer = compact.IsEmpty ? 1 : Shapes.Length(compact[..axis]);
        return new SliceView(outer, kept.Count, kept.Extent, inner);
    }
}

/// <summary>Copies kept slices out of a tensor, and adds them back.</summary>
internal static unsafe class SliceCopy
{
    private const int EntriesPerPart = 16384;

    /// <summary>into[o, i, :] = x[o, index[i], :].</summary>
    public static void Gather(in SliceView view, float* x, int* index, float* into) => Run(view, x, index, into, adds: false);

    /// <summary>into[o, index[i], :] += x[o, i, :].</summary>
    public static void Scatter(in SliceView view, float* x, int* index, float* into) => Run(view, into, index, x, adds: true);

    private static void Run(in SliceView view, float* full, int* index, float* compact, bool adds)
    {
        int entries = Math.Max(1, view.Count * view.Inner);
        var job = new Job { View = view, Full = full, Index = index, Compact = compact, Adds = adds, OuterPerPart = Math.Max(1, EntriesPerPart / entries) };
        CpuPool.Run(ref job, (view.Outer + job.OuterPerPart - 1) / job.OuterPerPart);
    }

    /// <summary>Some outer positions: parts write to places of their own.</summary>
    private struct Job : IPartJob
    {
        public SliceView View;
        public float* Full;
        public int* Index;
        public float* Compact;
        public bool Adds;
        public int OuterPerPart;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int end = Math.Min(View.Outer, (part + 1) * OuterPerPart);
            for (int outer = part * OuterPerPart; outer < end; outer++)
            {
                float* full = Full + ((long)outer * View.Extent * View.Inner);
                float* compact = Compact + ((long)outer * View.Count * View.Inner);
                if (View.Inner == 1)
                    Entries(full, compact);
                else
                    Lines(full, compact);
            }
        }

        private readonly void Entries(float* full, float* compact)
        {
            int* index = Index;
            int count = View.Count;
            if (Adds)
            {
                for (int i = 0; i < count; i++)
                    full[index[i]] += compact[i];
                return;
            }
            for (int i = 0; i < count; i++)
                compact[i] = full[index[i]];
        }

        private readonly void Lines(float* full, float* compact)
        {
            for (int i = 0; i < View.Count; i++)
            {
                var line = new Span<float>(full + ((long)Index[i] * View.Inner), View.Inner);
                var kept = new Span<float>(compact + ((long)i * View.Inner), View.Inner);
                if (Adds)
                    System.Numerics.Tensors.TensorPrimitives.Add(line, kept, line);
                else
                    line.CopyTo(kept);
            }
        }
    }
}
