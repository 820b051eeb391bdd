using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Sparsity points: the identity forwards; backwards only selected entries of the gradient travel upstream, in a sparse format.
/// </summary>
public static partial class Sparsify
{
    private const string AmongRow = "of a row";
    private const string AmongTensor = "of the tensor";
    private const string AmongColumns = "of columns";
    private const string AmongExamples = "of examples";

    private static int Count(string policy, int k, SelectionScope scope, ReadOnlySpan<int> shape) => scope switch
    {
        SelectionScope.Row => SelectionSize.FromCount(policy, k, Width(shape), AmongRow),
        SelectionScope.Tensor => SelectionSize.FromCount(policy, k, Shapes.Length(shape), AmongTensor),
        SelectionScope.Columns => SelectionSize.FromCount(policy, k, Width(shape), AmongColumns),
        SelectionScope.Examples => SelectionSize.FromCount(policy, k, Height(shape), AmongExamples),
        _ when IsOfMaps(scope) => SelectionSize.FromCount(policy, k, MapWidth(policy, scope, shape), AmongMap),
        _ => throw Unknown(policy, scope),
    };

    private static int Count(string policy, float ratio, SelectionScope scope, ReadOnlySpan<int> shape) => scope switch
    {
        SelectionScope.Row or SelectionScope.Columns => SelectionSize.FromRatio(policy, ratio, Width(shape)),
        SelectionScope.Tensor => SelectionSize.FromRatio(policy, ratio, Shapes.Length(shape)),
        SelectionScope.Examples => SelectionSize.FromRatio(policy, ratio, Height(shape)),
        _ when IsOfMaps(scope) => SelectionSize.FromRatio(policy, ratio, MapWidth(policy, scope, shape)),
        _ => throw Unknown(policy, scope),
    };

    /// <summary>Checks a budget that looks at the gradient, and a count or ratio as the other markers do.</summary>
    private static void Check(string policy, Budget budget, SelectionScope scope, ReadOnlySpan<int> shape, params ReadOnlySpan<BudgetKind> kinds)
    {
        if (scope is < SelectionScope.Row or > SelectionScope.PerPosition)
            throw Unknown(policy, scope);
        if (budget.Kind == BudgetKind.Count)
            Count(policy, (int)budget.Value, scope, shape);
        else if (budget.Kind == BudgetKind.Ratio)
            Count(policy, (float)budget.Value, scope, shape);
        else if (kinds.Contains(budget.Kind))
            budget.Checked(policy);
        else
            throw budget.Unsupported(policy);
    }

    private static Tensor Produce<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs)
        where TKernel : struct, IElementwise
    {
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        return Produced.Gradient(pull, inputs, shape);
    }

    private static int Width(ReadOnlySpan<int> shape) => shape.IsEmpty ? 1 : shape[^1];

    /// <summary>Produces a gradient and lets a policy select from it.</summary>
    private static TGradient Run<TKernel, TGradient>(ISelection<TGradient> policy, in TKernel pull, ReadOnlySpan<Tensor> inputs, TGradient result, SparseSlot into)
        where TKernel : struct, IElementwise
        where TGradient : class
    {
        ArgumentNullException.ThrowIfNull(policy);
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        SettingCheck.Of(policy, shape);
        AwaitBegin(result);
        policy.Select(pull, inputs, shape, result, into.NextDraw());
        CheckBegun(policy, result, shape);
        Show(into, pull, inputs, result);
        return result;
    }

    /// <summary>Lets a policy select from a gradient of which some examples exist.</summary>
    private static TGradient Run<TGradient>(ISelection<TGradient> policy, SparseExamples gradient, TGradient result, SparseSlot into)
        where TGradient : class
    {
        ArgumentNullException.ThrowIfNull(policy);
        SettingCheck.Of(policy, gradient.Shape);
        AwaitBegin(result);
        policy.Select(gradient, result, into.NextDraw());
        CheckBegun(policy, result, gradient.Shape);
        Show(into, gradient, result);
        return result;
    }

    /// <summary>Lets a policy select from a gradient that exists.</summary>
    internal static void Run(ISelection<SparseRows> policy, Tensor gradient, SparseRows result, ulong draw)
    {
        AwaitBegin(result);
        policy.Select(gradient, result, draw);
        CheckBegun(policy, result, gradient.Shape);
    }

    private static void AwaitBegin(object result)
    {
        if (result is SparseRows rows)
            rows.IsBegun = false;
        else if (result is SparseSlices slices)
            slices.IsBegun = false;
    }

    /// <summary>A policy of one's own that writes nothing would let pass what the last step did.</summary>
    private static void CheckBegun(object policy, object result, ReadOnlySpan<int> shape)
    {
        var rows = result as SparseRows;
        var slices = result as SparseSlices;
        ReadOnlySpan<int> begun = rows is not null ? rows.Shape : slices is not null ? slices.Shape : shape;
        if (rows is { IsBegun: false } || slices is { IsBegun: false })
            throw new InvalidOperationException($"{policy.GetType().Name}: the policy wrote nothing, but even when nothing passes it must say so; begin what passes with the shape {Shapes.Text(shape)}.");
        if (!begun.SequenceEqual(shape))
            throw new ShapeException($"{policy.GetType().Name}: what passes was begun as {Shapes.Text(begun)} but the gradient is {Shapes.Text(shape)}; the shapes must be equal.");
    }

    /// <summary>Shows the gradient and what passed of it to whoever watches the point.</summary>
    private static void Show<TKernel>(SparseSlot point, in TKernel pull, ReadOnlySpan<Tensor> inputs, object kept)
        where TKernel : struct, IElementwise
    {
        if (point.Probe is { } probe)
            probe.See(Produce(pull, inputs), Dense(kept));
    }

    /// <summary>The same for a gradient that is sparse already.</summary>
    private static void Show(SparseSlot point, SparseExamples gradient, object kept)
    {
        if (point.Probe is { } probe)
            probe.See(gradient.ToDense(), Dense(kept));
    }

    private static Tensor Dense(object kept) => kept is SparseRows rows ? rows.ToDense() : ((SparseSlices)kept).ToDense();

    private static int Height(ReadOnlySpan<int> shape) => shape.IsEmpty ? 1 : shape[0];

    private static ArgumentOutOfRangeException Unknown(string policy, SelectionScope scope) =>
        new(nameof(scope), scope, $"{policy}: there is no such scope.");
}
