using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>
/// Which values a gradient concerns: varied ones depend on something that wants a gradient, useful ones reach the result, active
/// ones are both. (Hascoët and Pascual, The Tapenade automatic differentiation tool, 2013.)
/// </summary>
internal sealed class Activity
{
    private readonly bool[] varied;
    private readonly bool[] useful;

    public Activity(BoundMethod method)
    {
        varied = new bool[method.Values.Count];
        useful = new bool[method.Values.Count];
        for (int i = 0; i < varied.Length; i++)
            varied[i] = method.Values[i].Kind != ValueKind.Call && method.Values[i].WantsGradient;
        foreach (BoundCall call in method.Calls)
        {
            bool varies = call.Callee is { HasParameters: true } || call.Differentiable.Any(operand => varied[operand.Index]);
            foreach (int result in call.Results)
                varied[result] = varies;
        }

        foreach (int result in method.Results)
            useful[result] = true;
        foreach (BoundCall call in method.Calls.Reverse())
        {
            if (!call.Results.Any(result => useful[result]))
                continue;
            foreach (OperandSpec operand in call.Tensors)
                useful[operand.Index] = true;
        }
    }

    /// <summary>Whether a value's gradient is needed.</summary>
    public bool IsActive(int value) => varied[value] && useful[value];

    /// <summary>Whether a value is needed for the result at all.</summary>
    public bool IsUseful(int value) => useful[value];
}
