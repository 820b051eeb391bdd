namespace SparseDiff.Tests.Ptx;

public class PtxLintTests
{
    private const string Good = ".visible .entry Kernel_A(\n\t.param .b64 _a\n)\n{\n\t@%p1 bra\tL_2;\n\tbra.uni\tL_1;\n\tL_1:\n\tcall (result), Own, (x);\n\tret;\n}\n.func (.param .f32 r) Own(\n\t.param .f32 x\n)\n{\n\tret;\n}\n";

    [Fact]
    public void Ptx_text_without_faults_passes() => Assert.Empty(PtxLint.Check(Good));

    [Theory]
    [InlineData(".extern .func (.param .f32 r) fmaf(", "without a body")]
    [InlineData("\tcall (result), __ilgpu__nv_log1pf, (x);", "not in the text")]
    [InlineData("\tcall.uni Missing, (x);", "not in the text")]
    [InlineData("\ttanh.approx.f32\t%f1, %f2;", "too coarse")]
    [InlineData("\tex2.approx.f32\t%f1, %f2;", "too coarse")]
    [InlineData("\t@%p1 bra.uni\tL_1;", "all threads agree")]
    [InlineData("\t@!%p12 bra.uni\tL_1;", "all threads agree")]
    [InlineData(".func Loop(\n)\n{\n\tcall Loop, ();\n}", "calls itself")]
    public void A_fault_in_Ptx_text_is_found(string fault, string why) =>
        Assert.Contains(PtxLint.Check(Good + fault + "\n"), finding => finding.Contains(why, StringComparison.Ordinal));

    [Fact]
    public void Ptx_text_without_a_kernel_is_found() => Assert.NotEmpty(PtxLint.Check(".version 8.8"));
}
