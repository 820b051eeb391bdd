namespace SparseDiff.Tests.Reference;

/// <content>Element-wise operations of several tensors.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Binary => new()
    {
        ["add"] = Passes(nameof(Functions.Add), "a", "b"),
        ["sub"] = Passes(nameof(Functions.Subtract), "a", "b"),
        ["mul"] = Passes(nameof(Functions.Multiply), "a", "b"),
        ["div"] = Passes(nameof(Functions.Divide), "a", "b"),
        ["maximum"] = Passes(nameof(Functions.Maximum), "a", "b"),
        ["minimum"] = Passes(nameof(Functions.Minimum), "a", "b"),
        ["where"] = (c, d) =>
        {
            Tensor y = Functions.WhereForward(c.Mask("cond", d), c.T("a", d), c.T("b", d), out Functions.WhereSaved saved);
            Functions.WhereBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
    };
}
