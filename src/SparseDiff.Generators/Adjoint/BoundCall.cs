using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>A call and the operation it means.</summary>
/// <param name="Operation">The operation, with its rules.</param>
/// <param name="Operands">By parameter.</param>
/// <param name="Results">The values it gives.</param>
/// <param name="Line">The user's statement.</param>
/// <param name="Marker">The attribute that put it there, or null for a call of the user's.</param>
/// <param name="Callee">The differentiable method that is called; null for an operation.</param>
/// <param name="Position">The number of the user's call.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record BoundCall(
    OperationSpec Operation, EquatableArray<OperandSpec> Operands, EquatableArray<int> Results, int Line, MarkerSpec? Marker, CalleeSpec? Callee, int Position, LocationSpec? Location)
{
    public int Result => Results[0];

    /// <summary>The statement with blocks that it is; null for a call.</summary>
    public RegionSpec? Region { get; init; }

    /// <summary>What it does with a local array or list; null for a call.</summary>
    public ListSpec? List { get; init; }

    /// <summary>The statement's blocks.</summary>
    public EquatableArray<BoundMethod> Blocks { get; init; }

    /// <summary>The tensors and lists through which a gradient can flow back.</summary>
    public IEnumerable<OperandSpec> Differentiable => Operation.StopsGradient ? [] : Callee is null
        ? Operands.Where(static o => o.Kind is OperandKind.Tensor or OperandKind.List)
        : Tensors.Where(operand => Callee.Differentiable.Any(argument => argument.Name == operand.Parameter));

    public IEnumerable<OperandSpec> Tensors => Operands.Where(static o => o.Kind == OperandKind.Tensor);

    /// <summary>The tensors and lists that it reads or writes, but for a list that it makes.</summary>
    public IEnumerable<int> Touches => Operands.Where(static o => o.Kind is OperandKind.Tensor or OperandKind.List).Select(static o => o.Index)
        .Concat(List is { Access: not ListAccess.Create } ? [List.List] : []);

    /// <summary>The lists among them.</summary>
    public IEnumerable<int> Lists => Operands.Where(static o => o.Kind == OperandKind.List).Select(static o => o.Index).Concat(List is null ? [] : [List.List]);

    /// <summary>Whether it is a point of which only the run knows if its settings are in range: they are no constants, or a count, which depends on the shape.</summary>
    public bool NeedsCheck => (Operation.IsSparsityPoint || Operation.SelectsOperand)
        && Operands.Any(static operand => operand is { Kind: OperandKind.Scalar, Parameter: not "seed" } or { Kind: OperandKind.Constant, Parameter: "k" });

    public OperandSpec? Find(string parameter) => Operands.FirstOrDefault(operand => operand.Parameter == parameter);
}

/// <summary>A method whose every call is bound to an operation, with the sparsity points of its attributes in place.</summary>
internal sealed record BoundMethod(EquatableArray<ValueSpec> Values, EquatableArray<BoundCall> Calls, EquatableArray<int> Results)
{
    /// <summary>The number of the block; 0 is the method's own.</summary>
    public int Block { get; init; }

    /// <summary>The calls of this block and of all blocks in it.</summary>
    public IEnumerable<BoundCall> AllCalls => Calls.SelectMany(static call => new[] { call }.Concat(call.Blocks.SelectMany(static block => block.AllCalls)));

    /// <summary>The tensors from around that this block and its blocks read.</summary>
    public IEnumerable<int> Free()
    {
        HashSet<int> defined = [];
        List<int> free = [];
        foreach (BoundCall call in Calls)
        {
            IEnumerable<int> reads = call.Region is { } region
                ? region.Reads.Except(region.Carried.Select(static carried => carried.Input)).Concat(region.Carried.Select(static carried => carried.Initial)).Concat(call.Blocks.SelectMany(static block => block.Free()).Except(region.Carried.Select(static carried => carried.Input)))
                : call.Touches;
            free.AddRange(reads.Where(read => !defined.Contains(read)));
            defined.UnionWith(call.Results);
        }

        return free.Concat(Results.Where(result => !defined.Contains(result))).Distinct();
    }
}
