using SparseDiff.Kernels;

namespace SparseDiff;

/// <remarks>
/// Selections within the parts of feature maps [examples, channels, ...]. An example's or a channel's entries lie together, so they are
/// the rows of another view of the same gradient; those of a position do not, and change places before and after.
/// </remarks>
public static partial class Sparsify
{
    private const string AmongMap = "that compete in this scope";

    [ThreadStatic]
    private static MapScratch? maps;

    private static bool IsOfMaps(SelectionScope scope) =>
        scope is SelectionScope.PerExample or SelectionScope.PerChannel or SelectionScope.PerPosition;

    /// <summary>How many entries compete with each other.</summary>
    private static int MapWidth(string policy, SelectionScope scope, ReadOnlySpan<int> shape)
    {
        int least = scope == SelectionScope.PerExample ? 1 : 2;
        if (shape.Length < least)
            throw new ShapeException($"{policy}: the scope {scope} needs a value of at least {least} dimensions, [examples, channels, ...], but this one is {Shapes.Text(shape)}.");
        return scope == SelectionScope.PerPosition ? shape[1] : Shapes.Length(shape[least..]);
    }

    /// <summary>Of the entries that compete so many pass or, of energy, the fewest that hold the share of each part.</summary>
    private static void SelectMaps<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, Budget budget, SelectionScope scope, SparseRows into)
        where TKernel : struct, IElementwise
    {
        KernelSet kernels = inputs[0].Device.Kernels;
        if (Shapes.Length(shape) == 0)
        {
            kernels.SelectTensor(pull, inputs, shape, 0, into);
            return;
        }

        MapScratch scratch = maps ??= new MapScratch();
        SparseRows selected = scratch.Selected.Take(inputs[0].Device);
        if (scope == SelectionScope.PerPosition)
        {
            SelectPositions(pull, inputs, shape, budget, scratch, selected, into);
            return;
        }

        int columns = MapWidth(nameof(TopK), scope, shape);
        SelectLines(pull, inputs, shape, [Shapes.Length(shape) / columns, columns], budget, scratch, selected);
        kernels.SparseReshape(selected, shape, into);
    }

    /// <summary>Selects in the rows of another view; without producing the gradient first, where every input has its full shape and no energy is asked for.</summary>
    private static void SelectLines<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int[] matrix, Budget budget, MapScratch scratch, SparseRows selected)
        where TKernel : struct, IElementwise
    {
        KernelSet kernels = inputs[0].Device.Kernels;
        var views = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (budget.Kind == BudgetKind.Energy || !inputs[i].Shape.SequenceEqual(shape))
            {
                Tensor gradient = scratch.Gradient.Take(inputs[0].Device, shape);
                kernels.Elementwise(pull, inputs, [gradient]);
                SelectParts(gradient.View(matrix), budget, selected);
                return;
            }

            views[i] = inputs[i].View(matrix);
        }

        kernels.SelectRows(pull, views, matrix, budget.CountOf(nameof(TopK), matrix[1], AmongMap), selected);
    }

    /// <summary>Selects in rows that are the parts.</summary>
    private static void SelectParts(Tensor parts, Budget budget, SparseRows selected)
    {
        if (budget.Kind == BudgetKind.Energy)
            parts.Device.Kernels.SelectRowsByEnergy(parts, budget.Checked(nameof(TopK)), selected);
        else
            parts.Device.Kernels.SelectRows(default(Identity), [parts], parts.Shape, budget.CountOf(nameof(TopK), parts.Columns, AmongMap), selected);
    }

    /// <summary>Channels last, where a position is a row; select; channels first again, where exactly the kept entries are not zero.</summary>
    private static void SelectPositions<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, Budget budget, MapScratch scratch, SparseRows selected, SparseRows into)
        where TKernel : struct, IElementwise
    {
        Device device = inputs[0].Device;
        KernelSet kernels = device.Kernels;
        int positions = Shapes.Length(shape[2..]);
        int[] first = [shape[0], shape[1], positions];
        int[] last = [shape[0], positions, shape[1]];
        Tensor gradient = scratch.Gradient.Take(device, shape);
        Tensor turned = scratch.Turned.Take(device, last);
        kernels.Elementwise(pull, inputs, [gradient]);
        kernels.Permute(gradient.View(first), [0, 2, 1], turned);
        SelectParts(turned, budget, selected);
        kernels.Densify(selected, turned);
        kernels.Permute(turned, [0, 2, 1], gradient.View(first));

        // Of energy no zero passes; a count may take some, and then takes the first.
        if (budget.Kind == BudgetKind.Energy)
            kernels.SelectAbove(gradient, 0, into);
        else
            kernels.SelectTensor(default(Identity), [gradient], shape, shape[0] * positions * budget.CountOf(nameof(TopK), shape[1], AmongMap), into);
    }

    /// <summary>What a selection of maps needs between its steps; reused by the thread.</summary>
    private sealed class MapScratch
    {
        public SparseSlotBuffer Selected { get; } = new(new DrawCounter());

        public SlotBuffer Gradient { get; } = new(new DrawCounter());

        public SlotBuffer Turned { get; } = new(new DrawCounter());
    }
}
