namespace SparseDiff.Tests.Rules;

/// <summary>One operation on one set of arguments: a row of the table by which every rule is checked.</summary>
/// <param name="Operation">The operation's method.</param>
/// <param name="Arguments">Its arguments by name, tensors on the reference device.</param>
/// <param name="Forward">Calls it.</param>
public sealed record RuleCase(string Operation, Dictionary<string, object?> Arguments, Func<RuleCase, Tensor> Forward)
{
    public Tensor T(string name) => (Tensor)Arguments[name]!;

    public Tensor Run() => Forward(this);

    public override string ToString() =>
        $"{Operation}({string.Join(", ", Arguments.Select(a => $"{a.Key}: {(a.Value is Tensor t ? t.ShapeText : a.Value ?? "null")}"))})";
}
