using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.TopKBlocks(z, ratio, size)</c>, or <c>Sparsify.TopKBlocks(z, k, size)</c>, after every linear operation of
/// the method: contiguous blocks of the gradient pass, those with the largest norms.
/// </summary>
/// <remarks>On a <c>[Parameter]</c> it selects from the parameter's own gradient before the optimizer's step; what is dropped is added to the next step's gradient.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("TopKBlocks")]
public sealed class TopKBlocksAttribute : Attribute
{
    /// <summary>Lets a share of the blocks pass.</summary>
    /// <param name="ratio">In [0, 1]; written as a double, such as <c>0.05</c>.</param>
    /// <param name="size">Entries of a block, at least 1.</param>
    public TopKBlocksAttribute(double ratio, int size) => (Ratio, Size) = (ratio, size);

    /// <summary>Lets a number of blocks pass.</summary>
    /// <param name="k">At least 1, and at most as many as there are.</param>
    /// <param name="size">Entries of a block, at least 1.</param>
    public TopKBlocksAttribute(int k, int size) => (K, Size) = (k, size);

    /// <summary>Lets as many blocks pass as a member says at every forward pass.</summary>
    /// <param name="ratioMember">The name of a property or field: a <c>float</c> or <c>Schedule</c> is a share, an <c>int</c> a number of blocks, a <c>Budget</c> what it says.</param>
    /// <param name="size">Entries of a block, at least 1.</param>
    public TopKBlocksAttribute(string ratioMember, int size) => (RatioMember, Size) = (ratioMember, size);

    /// <summary>The member that says how many, when one was named.</summary>
    public string? RatioMember { get; }

    /// <summary>The share of blocks that pass, when a share was given.</summary>
    public double? Ratio { get; }

    /// <summary>The number of blocks that pass, when a number was given.</summary>
    public int? K { get; }

    /// <summary>Entries of a block.</summary>
    public int Size { get; }

    /// <summary>The norm by which blocks compete.</summary>
    public SliceNorm Norm { get; set; }
}
