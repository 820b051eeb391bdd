using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A chain of element-wise nodes that becomes one kernel.</summary>
/// <param name="Name">The struct's name.</param>
/// <param name="Format">The format of its results; a sparse kernel's input 0 is the sparse gradient.</param>
/// <param name="Body">The nodes it computes, in order; forward nodes among a backward kernel's are computed again.</param>
/// <param name="Inputs">The nodes it reads.</param>
/// <param name="Outputs">The nodes that others read.</param>
/// <param name="Scalars">Captured scalars it is made with.</param>
/// <param name="IsBackward">Whether it belongs to the backward pass.</param>
internal sealed record Kernel(
    string Name, Format Format, EquatableArray<int> Body, EquatableArray<int> Inputs, EquatableArray<int> Outputs, EquatableArray<int> Scalars, bool IsBackward)
{
    public const int MaximalInputs = 8;
    public const int MaximalOutputs = 4;
    public const int MaximalSparseOutputs = 3;

    /// <summary>The most operations that become one kernel. What is not kept going forwards, every backward kernel computes again: long chains would pay for that over and over.</summary>
    public const int MaximalNodes = 12;

    /// <summary>The most costly operations, recomputed ones included. From five or six on the just-in-time compiler gives up inlining, and a kernel takes three times as long.</summary>
    public const int MaximalCostly = 4;
}
