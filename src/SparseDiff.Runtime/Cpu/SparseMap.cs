using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>
/// The entries of a sparse gradient [examples, outputs, height, width] by example and output: entries Start[n · outputs + o] … Start[n · outputs + o + 1] − 1
/// are those of output o of example n, at the ascending positions Place. The arrays are scratch of the calling thread and live until its next <see cref="Build"/>.
/// </summary>
internal readonly unsafe struct SparseMap
{
    public readonly int Outputs;
    public readonly int* Start;
    public readonly int* Place;
    public readonly float* Values;

    private SparseMap(in Csr csr, in ConvolutionShape s)
    {
        Outputs = s.Outputs;
        Start = Scratch.Get<int>(ScratchUse.MapStarts, ((long)s.Examples * s.Outputs) + 1);
        Place = Scratch.Get<int>(ScratchUse.MapPlaces, csr.Count);
        Values = csr.Values;
        Start[s.Examples * s.Outputs] = csr.RowStart[csr.Rows];
    }

    /// <summary>Reads compressed rows of the last dimension: those of an output follow each other, so do its entries.</summary>
    public static SparseMap Build(in Csr csr, in ConvolutionShape s)
    {
        var map = new SparseMap(csr, s);
        var job = new Job { Csr = csr, Map = map, RowsPerOutput = s.OutputHeight };
        CpuPool.Run(ref job, s.Examples);
        return map;
    }

    private struct Job : IPartJob
    {
        public Csr Csr;
        public SparseMap Map;
        public int RowsPerOutput;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int example)
        {
            int row = example * Map.Outputs * RowsPerOutput;
            int entry = Csr.RowStart[row];
            for (int output = 0; output < Map.Outputs; output++)
            {
                Map.Start[(example * Map.Outputs) + output] = entry;
                for (int offset = 0; offset < RowsPerOutput * Csr.Columns; offset += Csr.Columns)
                {
                    // Rows have few entries, an unforeseeable number: vectors of up to sixteen need no branch for each.
                    int stop = Csr.RowStart[++row];
                    do
                    {
                        int count = Math.Min(16, stop - entry);
                        Vector512<int> places = Vector512.Load(Csr.Indices + entry) + Vector512.Create(offset);
                        Simd.StoreFirst((float*)(Map.Place + entry), count, places.AsSingle());
                        entry += count;
                    }
                    while (entry < stop);
                }
            }
        }
    }
}
