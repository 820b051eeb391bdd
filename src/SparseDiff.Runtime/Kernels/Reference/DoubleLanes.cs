namespace SparseDiff.Kernels;

/// <summary>Access of the naive kernels to inputs and outputs: arrays of doubles.</summary>
internal struct DoubleLanes(double[][] inputs, int[][] indices, double[][] outputs) : ILanes<DoubleLane>
{
    /// <summary>The position in the outputs.</summary>
    public int Position { get; set; }

    public readonly DoubleLane Read(int input) => new(inputs[input][indices[input][Position]]);

    public readonly void Write(int output, DoubleLane value) => outputs[output][Position] = value.Value;

    /// <summary>Runs a kernel at every position; one new array for each output.</summary>
    public static double[][] Run<TKernel>(in TKernel kernel, double[][] inputs, int[][] indices, int length, int outputs)
        where TKernel : struct, IElementwise
    {
        var results = new double[outputs][];
        for (int i = 0; i < outputs; i++)
            results[i] = new double[length];
        var at = new DoubleLanes(inputs, indices, results);
        for (int i = 0; i < length; i++)
        {
            at.Position = i;
            kernel.Apply<DoubleLane, DoubleLanes>(ref at);
        }

        return results;
    }
}
