using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.TopKColumns(z, ratio)</c>, or <c>Sparsify.TopKColumns(z, k)</c>, after every linear operation of the
/// method: whole columns of the gradient pass, one set for the batch, those with the largest norms.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[Marker("TopKColumns")]
public sealed class TopKColumnsAttribute : Attribute
{
    /// <summary>Lets a share of the columns pass.</summary>
    /// <param name="ratio">In [0, 1]; written as a double, such as <c>0.05</c>.</param>
    public TopKColumnsAttribute(double ratio) => Ratio = ratio;

    /// <summary>Lets a number of columns pass.</summary>
    /// <param name="k">At least 1, and at most as many as there are.</param>
    public TopKColumnsAttribute(int k) => K = k;

    /// <summary>Lets as many columns pass as a member says at every forward pass.</summary>
    /// <param name="ratioMember">The name of a property or field: a <c>float</c> or <c>Schedule</c> is a share, an <c>int</c> a number of columns, a <c>Budget</c> what it says.</param>
    public TopKColumnsAttribute(string ratioMember) => RatioMember = ratioMember;

    /// <summary>The member that says it, when one was named.</summary>
    public string? RatioMember { get; }

    /// <summary>The share of columns that pass, when a share was given.</summary>
    public double? Ratio { get; }

    /// <summary>The number of columns that pass, when a number was given.</summary>
    public int? K { get; }

    /// <summary>The norm by which columns compete.</summary>
    public SliceNorm Norm { get; set; }

    /// <summary>Whether the gradient of a bias is the sum of all columns, as meProp has it, not only of those that pass.</summary>
    public bool BiasFromAll { get; set; }
}
