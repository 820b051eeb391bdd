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
            varied[call.Result] = call.Tensors.Any(operand => varied[operand.Index]);
        useful[method.Result] = true;
        foreach (BoundCall call in method.Calls.Reverse())
        {
            if (!useful[call.Result])
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
