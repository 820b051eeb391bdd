namespace SparseDiff.Tests.Ptx;

public class PtxKernelTests
{
    public static TheoryData<string> Kernels => [.. PtxKernelTable.All.Keys];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_compiles_to_Ptx_without_faults(string kernel) =>
        Assert.Empty(PtxLint.Check(PtxText.Of(PtxKernelTable.All[kernel])));

    [Fact]
    public void Ptx_table_holds_the_kernels_of_every_concern()
    {
        string[] expected =
        [
            "ProductKernels.Product", "TopKKernels.SelectRows", "SoftmaxKernels.CrossEntropyVjp", "OptimizerKernels.Adam",
            "SparseKernels.TransposedTimesDense", "SamplingKernels.Draw", "Run<Unary<Relu>>", "ScaledReluPull.OnGpu",
        ];
        Assert.Empty(expected.Except(PtxKernelTable.All.Keys));
        Assert.Contains(PtxKernelTable.All.Keys, static name => name.StartsWith(nameof(Training.ManyActivations) + ".", StringComparison.Ordinal));
    }

    [Fact]
    public void Ptx_of_a_chain_reads_only_the_inputs_it_names()
    {
        // The switch over inputs must be gone: for each of two inputs the load of a full and of a repeated one, and one store.
        string text = PtxText.Of(PtxKernelTable.All["ScaledReluPull.OnGpu"]);
        Assert.Equal(4, text.Split("ld.f32").Length - 1);
        Assert.Equal(1, text.Split("st.f32").Length - 1);
    }

    [Fact]
    public void Ptx_of_a_comparison_asks_for_not_a_number()
    {
        // Turned round, the comparison alone is "less, or not a number": true where it must be false.
        string text = PtxText.Of(PtxKernelTable.All["Run<BelowTwo>"]);
        Assert.True(!text.Contains("setp.ltu", StringComparison.Ordinal) || text.Contains("testp.notanumber", StringComparison.Ordinal), text);
    }
}
