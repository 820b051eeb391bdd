namespace SparseDiff.Tests.Reference;

/// <content>Element-wise operations of one tensor.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Unary => new()
    {
        ["relu"] = (c, d) =>
        {
            Tensor y = Functions.ReluForward(c.T("x", d), out Functions.ReluSaved saved);
            Functions.ReluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["sigmoid"] = (c, d) =>
        {
            Tensor y = Functions.SigmoidForward(c.T("x", d), out Functions.SigmoidSaved saved);
            Functions.SigmoidBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["tanh"] = (c, d) =>
        {
            Tensor y = Functions.TanhForward(c.T("x", d), out Functions.TanhSaved saved);
            Functions.TanhBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["exp"] = (c, d) =>
        {
            Tensor y = Functions.ExpForward(c.T("x", d), out Functions.ExpSaved saved);
            Functions.ExpBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["silu"] = (c, d) =>
        {
            Tensor y = Functions.SiluForward(c.T("x", d), out Functions.SiluSaved saved);
            Functions.SiluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["softplus"] = (c, d) =>
        {
            Tensor y = Functions.SoftplusForward(c.T("x", d), out Functions.SoftplusSaved saved);
            Functions.SoftplusBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["abs"] = (c, d) =>
        {
            Tensor y = Functions.AbsForward(c.T("x", d), out Functions.AbsSaved saved);
            Functions.AbsBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["neg"] = (c, d) =>
        {
            Tensor y = Functions.NegateForward(c.T("x", d), out Functions.NegateSaved saved);
            Functions.NegateBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["square"] = (c, d) =>
        {
            Tensor y = Functions.SquareForward(c.T("x", d), out Functions.SquareSaved saved);
            Functions.SquareBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["log"] = (c, d) =>
        {
            Tensor y = Functions.LogForward(c.T("x", d), out Functions.LogSaved saved);
            Functions.LogBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["sqrt"] = (c, d) =>
        {
            Tensor y = Functions.SqrtForward(c.T("x", d), out Functions.SqrtSaved saved);
            Functions.SqrtBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["gelu"] = (c, d) =>
        {
            Tensor y = Functions.GeluForward(c.T("x", d), out Functions.GeluSaved saved);
            Functions.GeluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["gelu_tanh"] = (c, d) =>
        {
            Tensor y = Functions.GeluTanhForward(c.T("x", d), out Functions.GeluTanhSaved saved);
            Functions.GeluTanhBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
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
        ["sin"] = (c, d) =>
        {
            Tensor y = Functions.SinForward(c.T("x", d), out Functions.SinSaved saved);
            Functions.SinBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["cos"] = (c, d) =>
        {
            Tensor y = Functions.CosForward(c.T("x", d), out Functions.CosSaved saved);
            Functions.CosBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["rsqrt"] = (c, d) =>
        {
            Tensor y = Functions.RsqrtForward(c.T("x", d), out Functions.RsqrtSaved saved);
            Functions.RsqrtBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["reciprocal"] = (c, d) =>
        {
            Tensor y = Functions.ReciprocalForward(c.T("x", d), out Functions.ReciprocalSaved saved);
            Functions.ReciprocalBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["erf"] = (c, d) =>
        {
            Tensor y = Functions.ErfForward(c.T("x", d), out Functions.ErfSaved saved);
            Functions.ErfBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["elu"] = (c, d) =>
        {
            Tensor y = Functions.EluForward(c.T("x", d), out Functions.EluSaved saved);
            Functions.EluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["clamp"] = (c, d) =>
        {
            Tensor y = Functions.ClampForward(c.T("x", d), c.Number("min"), c.Number("max"), out Functions.ClampSaved saved);
            Functions.ClampBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
    };
}
