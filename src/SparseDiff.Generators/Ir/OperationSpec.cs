using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>An operation of the rule table: its signature, how it computes, and its derivative rules.</summary>
/// <param name="Key">Container, name and parameter types: one overload.</param>
/// <param name="Container">The full name of the static class.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Parameters">All but <c>into</c>.</param>
/// <param name="HasInto">Whether the result goes where the caller says. A result without may be a view of an argument.</param>
/// <param name="Lane">The lane struct of an element-wise operation.</param>
/// <param name="IsSparsityPoint">Whether it is the identity forwards and selects backwards.</param>
/// <param name="StopsGradient">Whether it is the identity and no gradient flows back through it.</param>
/// <param name="IsLinear">Whether a method's attribute puts a sparsity point after it.</param>
/// <param name="Rules">The rules of this overload.</param>
internal sealed record OperationSpec(
    string Key,
    string Container,
    string Name,
    EquatableArray<ParameterSpec> Parameters,
    bool HasInto,
    LaneSpec? Lane,
    bool IsSparsityPoint,
    bool StopsGradient,
    bool IsLinear,
    EquatableArray<VjpRule> Rules)
{
    /// <summary>The declared shape of the result.</summary>
    public ShapeSpec? Shape { get; init; }

    /// <summary>Whether it is the identity, and only one operand of the operation before it receives a gradient.</summary>
    public bool SelectsOperand { get; init; }

    public string ContainerName => Container.Substring(Container.LastIndexOf('.') + 1);

    /// <summary>Whether its result is its operand.</summary>
    public bool IsIdentity => IsSparsityPoint || StopsGradient || SelectsOperand;

    /// <summary>What a statement with blocks is as an operation: none.</summary>
    public static readonly OperationSpec Region = new(string.Empty, string.Empty, string.Empty, [], HasInto: false, null, IsSparsityPoint: false, StopsGradient: false, IsLinear: false, []);

    /// <summary>What a differentiable method is as an operation: one without rules.</summary>
    public static OperationSpec Of(CalleeSpec callee) =>
        new(callee.Key, callee.Name, callee.Method, [], HasInto: false, null, IsSparsityPoint: false, StopsGradient: false, IsLinear: false, []);

    public int IndexOf(string parameter)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == parameter)
                return i;
        }

        return -1;
    }
}

/// <summary>A parameter of an operation or a rule.</summary>
/// <param name="Name">Its name: what rules refer to.</param>
/// <param name="Type">Its full type.</param>
/// <param name="IsTensor">Whether it is a tensor.</param>
/// <param name="Default">The text of its default value, or null.</param>
/// <param name="ShapeOnly">Of a rule: whether only the shape is read.</param>
internal sealed record ParameterSpec(string Name, string Type, bool IsTensor, string? Default, bool ShapeOnly)
{
    /// <summary>Of an operation: the declared shape.</summary>
    public ShapeSpec? Shape { get; init; }

    /// <summary>Whether it is any number of tensors.</summary>
    public bool IsList => Type == Parse.KnownNames.Tensors;
}

/// <summary>The lane struct that defines an element-wise operation.</summary>
/// <param name="Struct">Its full name.</param>
/// <param name="Pulls">Its derivative rules.</param>
internal sealed record LaneSpec(string Struct, EquatableArray<PullSpec> Pulls)
{
    public string Name => Struct.Substring(Struct.LastIndexOf('.') + 1);

    /// <summary>Whether it takes dozens of instructions.</summary>
    public bool IsCostly { get; init; }
}

/// <summary>A derivative rule over lanes.</summary>
/// <param name="Method"><c>Pull</c>, or <c>PullA</c> for the argument <c>a</c>.</param>
/// <param name="Argument">The argument whose gradient it gives.</param>
/// <param name="Reads">The names of its parameters: <c>dY</c>, <c>y</c>, forward arguments.</param>
internal sealed record PullSpec(string Method, string Argument, EquatableArray<string> Reads);
