using System;

namespace SparseDiff;

/// <summary>
/// Puts the sparsity point <c>Sparsify.By(z, Policy)</c> after every linear operation of the method: what passes backwards is what a policy
/// selects that a member holds.
/// </summary>
/// <param name="policyMember">The name of a property or field whose type implements <c>ISelection&lt;TGradient&gt;</c>; read at every forward pass.</param>
/// <remarks>On a <c>[Parameter]</c> the policy, of single entries, selects from the parameter's own gradient; what is dropped is added to the next step's.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
[Marker("By")]
public sealed class SelectByAttribute(string policyMember) : Attribute
{
    /// <summary>The member that holds the policy.</summary>
    public string PolicyMember { get; } = policyMember;
}
