namespace SparseDiff.Tests.Reference;

/// <content>Element-wise operations of several tensors.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Binary => new()
    {
        ["add"] = (c, d) =>
        {
            Tensor y = Functions.AddForward(c.T("a", d), c.T("b", d), out Functions.AddSaved saved);
            Functions.AddBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["sub"] = (c, d) =>
        {
            Tensor y = Functions.SubtractForward(c.T("a", d), c.T("b", d), out Functions.SubtractSaved saved);
            Functions.SubtractBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["mul"] = (c, d) =>
        {
            Tensor y = Functions.MultiplyForward(c.T("a", d), c.T("b", d), out Functions.MultiplySaved saved);
            Functions.MultiplyBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["div"] = (c, d) =>
        {
            Tensor y = Functions.DivideForward(c.T("a", d), c.T("b", d), out Functions.DivideSaved saved);
            Functions.DivideBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["maximum"] = (c, d) =>
        {
            Tensor y = Functions.MaximumForward(c.T("a", d), c.T("b", d), out Functions.MaximumSaved saved);
            Functions.MaximumBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["minimum"] = (c, d) =>
        {
            Tensor y = Functions.MinimumForward(c.T("a", d), c.T("b", d), out Functions.MinimumSaved saved);
            Functions.MinimumBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["where"] = (c, d) =>
        {
            Tensor y = Functions.WhereForward(c.Mask("cond", d), c.T("a", d), c.T("b", d), out Functions.WhereSaved saved);
            Functions.WhereBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
    };
}
