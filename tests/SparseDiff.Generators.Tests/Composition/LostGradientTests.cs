namespace SparseDiff.Generators.Tests.Composition;

/// <summary>
/// Ways on which a parameter comes under another name, or into a number, in plain code: each is refused where the differentiable method reads it, and data and settings that
/// take the same way are not.
/// </summary>
public partial class LostGradientTests
{
    private const string W = "[Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 3, 1);";

    private const string Half = "(Tensor.Zeros(Device.Reference, 3, 3) + 0.5f)";

    private const string Holder = "public class Holder(Tensor shared) { public Tensor Shared { get; set; } = shared; public float Norm => Sum(Shared).ToScalar(); }";

    private const string Pair = "public record Pair(Tensor Shared, Tensor Other);";

    private static readonly Dictionary<string, SeparateProgram> Programs = new[] { Kept, Read, Stored, Ways, More, Settings }.SelectMany(static topic => topic).ToDictionary();

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_gradient_is_right_or_the_line_is_named(string name) => Programs[name].Check(name);

    private static string Model(string result) => "public partial class M { " + W + " [Differentiable] public Tensor F(Tensor x, int n) => " + result + "\n}\n";

    /// <summary>A model that reads a tensor of one of its members, which the statement sets.</summary>
    private static string Reads(string read, string members) => Model($"Linear(x, W) * {read}; // SD1011\n {members}");

    /// <summary>The same where the tensor is data.</summary>
    private static string MayRead(string read, string members) => Model($"Linear(x, W) * {read}; {members}");
}
