using System;

namespace SparseDiff;

/// <summary>Puts the sparsity point <c>Sparsify.RandomK(z, ratio)</c> after every linear operation of the method: a share of the entries passes at random.</summary>
/// <remarks>On a <c>[Parameter]</c> it selects from the parameter's own gradient before the optimizer's step, from the whole tensor unless a scope is given; what is dropped is added to the next step's gradient where nothing is scaled.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("RandomK", Unbiased = "scaled")]
public sealed class RandomKAttribute : Attribute
{
    /// <summary>Lets a share of the entries pass.</summary>
    /// <param name="ratio">In [0, 1]; written as a double, such as <c>0.05</c>.</param>
    public RandomKAttribute(double ratio) => Ratio = ratio;

    /// <summary>Lets a number of entries pass.</summary>
    /// <param name="k">At least 1, and at most as many as compete.</param>
    public RandomKAttribute(int k) => K = k;

    /// <summary>Lets as many entries pass as a member says at every forward pass.</summary>
    /// <param name="ratioMember">The name of a property or field: a <c>float</c> or <c>Schedule</c> is a share, an <c>int</c> a number of entries, a <c>Budget</c> what it says.</param>
    public RandomKAttribute(string ratioMember) => RatioMember = ratioMember;

    /// <summary>The share of entries that passes, in [0, 1], when a number was given.</summary>
    public double? Ratio { get; }

    /// <summary>The number of entries that pass, when a number was given.</summary>
    public int? K { get; }

    /// <summary>The member that says it, when one was named.</summary>
    public string? RatioMember { get; }

    /// <summary>The seed of the draws; equal seeds give equal draws.</summary>
    public int Seed { get; set; }

    /// <summary>Whether what passes is multiplied by d / k, which makes it unbiased.</summary>
    public bool Scaled { get; set; } = true;
}
