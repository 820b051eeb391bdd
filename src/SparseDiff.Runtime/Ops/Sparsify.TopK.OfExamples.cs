using SparseDiff.Kernels;

namespace SparseDiff;

// Top-k of a gradient of which another point let some examples pass: as of the dense gradient, no number is drawn.
public static partial class Sparsify
{
    private static SparseRows OfExamples(SparseExamples dY, Budget budget, SelectionScope scope, SparseSlot into)
    {
        SparseRows result = into.Take(DeviceOf(dY));
        if (IsOfMaps(scope))
            SelectMaps(dY, budget, scope, result);
        else
            ExampleBlock.Select(new TopK(budget) { Scope = scope }, dY, result, draw: 0);
        Show(into, dY, result);
        return result;
    }

    private static SparseColumns ColumnsOfExamples(SparseExamples dY, Budget budget, SparseSlot into)
    {
        SparseColumns result = SparseColumns.Take(into, DeviceOf(dY));
        ExampleBlock.Select(new TopKColumns(budget), dY, result, draw: 0);
        Show(into, dY, result);
        return result;
    }

    /// <summary>What competes within feature maps is part of one example: the others do not matter.</summary>
    private static void SelectMaps(SparseExamples dY, Budget budget, SelectionScope scope, SparseRows into)
    {
        MapWidth(nameof(TopK), scope, dY.Shape);
        if (ExampleBlock.Whole(dY) is { } whole)
        {
            SelectMaps(default(Identity), [whole], dY.Shape, budget, scope, into);
            return;
        }

        SparseRows block = ExampleBlock.Begin(dY, into);
        if (dY.Values.Length > 0)
            SelectMaps(default(Identity), [dY.Values], dY.Values.Shape, budget, scope, block);
        ExampleBlock.End(dY, block, into);
    }
}
