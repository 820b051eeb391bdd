using System;

namespace SparseDiff;

/// <summary>
/// Puts <c>Sparsify.MaxChild</c> after every operation of the method that has several operands with gradients: only the operand whose
/// gradient has the largest L1 norm receives it, the others receive nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[Marker("MaxChild")]
public sealed class MaxChildAttribute : Attribute
{
    /// <summary>One operand.</summary>
    public MaxChildAttribute()
    {
    }

    /// <summary>As many operands as a policy says that a member holds.</summary>
    /// <param name="policyMember">The name of a property or field whose type implements <c>IChildSelection</c>; read at every forward pass.</param>
    public MaxChildAttribute(string policyMember) => PolicyMember = policyMember;

    /// <summary>The member that holds the policy, when one was named.</summary>
    public string? PolicyMember { get; }

    /// <summary>Whether parameters compete with the other operands; else they always receive their gradients.</summary>
    public bool Parameters { get; set; }
}
