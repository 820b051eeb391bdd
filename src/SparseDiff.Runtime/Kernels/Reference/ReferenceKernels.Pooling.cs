namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void MaxPool(Tensor x, in PoolingShape shape, Tensor into)
    {
        double[] values = Doubles.Load(x);
        Doubles.Store(Windows(shape).Select(window => values[Largest(values, window)]).ToArray(), into);
    }

    public override void MaxPoolVjp(Tensor x, Tensor dY, in PoolingShape shape, Tensor into)
    {
        double[] values = Doubles.Load(x);
        double[] cotangent = Doubles.Load(dY);
        var result = new double[into.Length];
        int next = 0;
        foreach (int[] window in Windows(shape))
            result[Largest(values, window)] += cotangent[next++];
        Doubles.Store(result, into);
    }

    public override void AveragePool(Tensor x, in PoolingShape shape, Tensor into)
    {
        double[] values = Doubles.Load(x);
        double entries = shape.Kernel * shape.Kernel;
        Doubles.Store(Windows(shape).Select(window => window.Sum(place => values[place]) / entries).ToArray(), into);
    }

    public override void AveragePoolVjp(Tensor dY, in PoolingShape shape, Tensor into)
    {
        double[] cotangent = Doubles.Load(dY);
        var result = new double[into.Length];
        int next = 0;
        foreach (int[] window in Windows(shape))
        {
            foreach (int place in window)
                result[place] += cotangent[next] / (shape.Kernel * shape.Kernel);
            next++;
        }

        Doubles.Store(result, into);
    }

    private static int Largest(double[] values, int[] window) =>
        window.Aggregate((best, place) => values[place] > values[best] || (double.IsNaN(values[place]) && !double.IsNaN(values[best])) ? place : best);

    /// <summary>The places that each window covers, row by row.</summary>
    private static IEnumerable<int[]> Windows(PoolingShape s) =>
        from plane in Enumerable.Range(0, s.Planes)
        from y in Enumerable.Range(0, s.OutputHeight)
        from x in Enumerable.Range(0, s.OutputWidth)
        select (
            from row in Enumerable.Range((y * s.Stride) - s.Padding, s.Kernel)
            from column in Enumerable.Range((x * s.Stride) - s.Padding, s.Kernel)
            where row >= 0 && row < s.Height && column >= 0 && column < s.Width
            select (((plane * s.Height) + row) * s.Width) + column).ToArray();
}
