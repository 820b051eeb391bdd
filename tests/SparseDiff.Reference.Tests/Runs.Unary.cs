namespace SparseDiff.Tests.Reference;

/// <content>Element-wise operations of one tensor.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Unary => new()
    {
        ["relu"] = Passes(nameof(Functions.Relu), "x"),
        ["sigmoid"] = Passes(nameof(Functions.Sigmoid), "x"),
        ["tanh"] = Passes(nameof(Functions.Tanh), "x"),
        ["exp"] = Passes(nameof(Functions.Exp), "x"),
        ["silu"] = Passes(nameof(Functions.Silu), "x"),
        ["softplus"] = Passes(nameof(Functions.Softplus), "x"),
        ["abs"] = Passes(nameof(Functions.Abs), "x"),
        ["neg"] = Passes(nameof(Functions.Negate), "x"),
        ["square"] = Passes(nameof(Functions.Square), "x"),
        ["log"] = Passes(nameof(Functions.Log), "x"),
        ["sqrt"] = Passes(nameof(Functions.Sqrt), "x"),
        ["gelu"] = Passes(nameof(Functions.Gelu), "x"),
        ["gelu_tanh"] = Passes(nameof(Functions.GeluTanh), "x"),
        ["leaky_relu"] = (c, d) =>
        {
            Tensor y = Functions.LeakyReluForward(c.T("x", d), c.Number("negative_slope"), out Functions.LeakyReluSaved saved);
            Functions.LeakyReluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["pow"] = (c, d) =>
        {
            Tensor y = Functions.PowForward(c.T("x", d), c.Number("exponent"), out Functions.PowSaved saved);
            Functions.PowBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["sin"] = Passes(nameof(Functions.Sin), "x"),
        ["cos"] = Passes(nameof(Functions.Cos), "x"),
        ["rsqrt"] = Passes(nameof(Functions.Rsqrt), "x"),
        ["reciprocal"] = Passes(nameof(Functions.Reciprocal), "x"),
        ["erf"] = Passes(nameof(Functions.Erf), "x"),
        ["elu"] = Passes(nameof(Functions.Elu), "x"),
        ["clamp"] = (c, d) =>
        {
            Tensor y = Functions.ClampForward(c.T("x", d), c.Number("min"), c.Number("max"), out Functions.ClampSaved saved);
            Functions.ClampBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
    };
}
