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

    /// <summary>Reads compressed rows, whatever part of an example a row is: entries are in the order of the dense gradient anyway.</summary>
    public static SparseMap Build(in Csr csr, in ConvolutionShape s)
    {
        var map = new SparseMap(csr, s);
        var job = new Job { Csr = csr, Map = map, Positions = s.Positions, RowsPerExample = csr.Rows / s.Examples };
        CpuPool.Run(ref job, s.Examples);
        return map;
    }

    private struct Job : IPartJob
    {
        public Csr Csr;
        public SparseMap Map;
        public int Positions;
        public int RowsPerExample;

        public readonly void Run(int example)
        {
            int* start = Map.Start + ((long)example * Map.Outputs);
            int firstRow = example * RowsPerExample;
            int next = 0;
            int outputStart = 0;
            int outputEnd = 0;
            for (int row = 0; row < RowsPerExample; row++)
            {
                int offset = row * Csr.Columns;
                int stop = Csr.RowStart[firstRow + row + 1];
                for (int entry = Csr.RowStart[firstRow + row]; entry < stop; entry++)
                {
                    int place = offset + Csr.Indices[entry];
                    while (place >= outputEnd)
                    {
                        start[next++] = entry;
                        outputStart = outputEnd;
                        outputEnd += Positions;
                    }
                    Map.Place[entry] = place - outputStart;
                }
            }
            while (next < Map.Outputs)
                start[next++] = Csr.RowStart[firstRow + RowsPerExample];
        }
    }
}
