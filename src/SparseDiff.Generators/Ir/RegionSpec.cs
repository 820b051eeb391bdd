using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A statement with blocks in it. Its results are the tensors that it assigns and that are read after it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Head">The text before the first block, such as <c>for (int i = 0; i &lt; n; i++)</c>.</param>
/// <param name="Tail">The text after the last block, of a do loop.</param>
/// <param name="Reads">Tensors that the head reads.</param>
/// <param name="ReadsScalars">Captured scalars that the head reads.</param>
/// <param name="Blocks">Of a condition: what is done when it holds, and what else. Of a loop: its body.</param>
/// <param name="Carried">Of a loop: the variables that its body assigns.</param>
/// <param name="Position">Of a loop over models: the scalar that stands for the number of the iteration; -1 for none.</param>
/// <param name="Stop">Of a loop: the variable that says that this iteration is the last one; empty when none does.</param>
internal sealed record RegionSpec(
    RegionKind Kind,
    string Head,
    string Tail,
    EquatableArray<int> Reads,
    EquatableArray<int> ReadsScalars,
    EquatableArray<BlockSpec> Blocks,
    EquatableArray<CarriedSpec> Carried,
    int Position,
    string Stop);

/// <summary>Which statement it is.</summary>
internal enum RegionKind
{
    /// <summary>One of two blocks runs.</summary>
    If,

    /// <summary>A block runs any number of times.</summary>
    Loop,
}

/// <summary>The statements of a region's block.</summary>
/// <param name="Id">Its number in the method; 0 is the method's own.</param>
/// <param name="Calls">In order of evaluation.</param>
/// <param name="Outputs">What it gives for each result of the region.</param>
internal sealed record BlockSpec(int Id, EquatableArray<CallSpec> Calls, EquatableArray<int> Outputs);

/// <summary>A variable that a loop's body assigns: what it is before the loop, and what it is when an iteration begins.</summary>
internal sealed record CarriedSpec(int Initial, int Input);
