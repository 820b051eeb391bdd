using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests.Kernels;

internal static partial class KernelTable
{
    /// <summary>The members of the waist that recurrent networks and transformers need.</summary>
    private static IEnumerable<KernelCase> Sequences()
    {
        yield return new("ElementwiseWindows", "gates", r => Do(r, r.Random(3, 20), y => r.Kernels.ElementwiseWindows(
            default(Binary<Multiply>), [new(r.Random(3, 15), 5, 15), new(y, 0, 20)], [new(y, 10, 20)], 3, 5)));
        yield return new("ElementwiseWindows", "two outputs in one tensor", r => Do(r, r.Random(2, 12), y => r.Kernels.ElementwiseWindows(
            default(ProductPulls), [new(r.Random(2, 3), 0, 3), new(r.Random(2, 6), 0, 6), new(r.Random(2, 6), 3, 6)], [new(y, 0, 12), new(y, 6, 12)], 2, 3)));
        yield return new("ElementwiseWindows", "six outputs, four in one tensor", r => Do(r, r.Random(2, 18), y => r.Kernels.ElementwiseWindows(
            default(Ops.LstmStepApply), [.. Gates(r.Random(2, 12)), new(r.Random(2, 3), 0, 3)], [new(y, 0, 18), new(y, 3, 18), new(y, 6, 18), new(y, 9, 18), new(y, 12, 18), new(y, 15, 18)], 2, 3)));
        yield return new("ElementwiseWindows", "eight inputs", r => Do(r, r.Random(2, 15), y => r.Kernels.ElementwiseWindows(
            default(Ops.LstmStepPull), [.. Gates(r.Random(2, 12)), new(r.Random(2, 3), 0, 3), new(r.Random(2, 3), 0, 3), new(r.Random(2, 3), 0, 3), new(r.Random(2, 3), 0, 3)],
            [new(y, 0, 15), new(y, 3, 15), new(y, 6, 15), new(y, 9, 15), new(y, 12, 15)], 2, 3)));
        foreach (bool centred in (bool[])[false, true])
        {
            string what = centred ? "layer norm" : "root-mean-square norm";
            yield return new("Normalize", what, r => Do(r, r.Room(5, 37), y => r.Kernels.Normalize(r.Random(5, 37), r.Random(37), centred ? r.Random(37) : null, centred, 0.1f, y)));
            yield return new("Normalize", what + ", bare", r => Do(r, r.Room(3, 2), y => r.Kernels.Normalize(r.Random(3, 2), null, null, centred, 0.1f, y)));
            yield return new("NormalizeVjp", what + ", in place", r => Do(r, r.Random(5, 37), y => r.Kernels.NormalizeVjp(r.Random(5, 37), r.Random(37), y, centred, 0.1f, y)));
            yield return new("NormalizeVjpWeight", what, r =>
            {
                RowGradient into = r.Gradient([], 37);
                r.Kernels.NormalizeVjpWeight(r.Random(5, 37), r.Random(5, 37), centred, 0.1f, into);
                r.Kernels.NormalizeVjpWeight(r.Random(4, 37), r.Random(4, 37), centred, 0.1f, into);
                r.Hand(into);
            });
        }

        yield return new("GatherRows", "a table of matrices", r => Do(r, r.Room(2, 2, 2, 3), y => r.Kernels.GatherRows(r.Random(4, 2, 3), r.Indices([3, 0, 3, 1], 2, 2), y)));
        yield return new("ScatterAddRows", "rows that repeat, one that is there already", r =>
        {
            RowGradient into = r.Gradient([2], 4, 35);
            r.Kernels.ScatterAddRows(r.Random(6, 35), r.Indices([3, 0, 3, 2, 0, 3], 6), into);
            r.Hand(into);
        });
        yield return new("ScatterAddRows", "sparse", r =>
        {
            RowGradient into = r.Gradient([], 4, 7);
            r.Kernels.ScatterAddRows(r.Sparse(0.4, 5, 7), r.Indices([3, 0, 3, 2, 0], 5), into);
            r.Kernels.ScatterAddRows(r.Masked(0.4, 2, 7), r.Indices([1, 1], 2), into);
            r.Hand(into);
        });
        foreach (bool causal in (bool[])[false, true])
        {
            string what = causal ? "causal" : "all keys";
            yield return new("Attention", what, r => Do(r, r.Room(2, 5, 6), y => r.Kernels.Attention(
                new AttentionShape(2, 2, 5, 7, 3, 3, 0.7f, causal), Heads(r.Random(2, 5, 6), 5, 6), Heads(r.Random(2, 7, 6), 7, 6), Heads(r.Random(2, 7, 6), 7, 6), Heads(y, 5, 6))));
            yield return new("AttentionVjp", what, r =>
            {
                Tensor dQ = r.Room(2, 5, 6), dK = r.Room(2, 7, 6), dV = r.Room(2, 7, 6);
                r.Kernels.AttentionVjp(
                    new AttentionShape(2, 2, 5, 7, 3, 3, 0.7f, causal), Heads(r.Random(2, 5, 6), 5, 6), Heads(r.Random(2, 7, 6), 7, 6), Heads(r.Random(2, 7, 6), 7, 6),
                    Heads(r.Random(2, 5, 6), 5, 6), Heads(dQ, 5, 6), Heads(dK, 7, 6), Heads(dV, 7, 6));
                r.Hand(dQ);
                r.Hand(dK);
                r.Hand(dV);
            });
        }

        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            yield return new("Reduce", $"{reduction}, last axis", r => Do(r, r.Room(5), y => r.Kernels.Reduce(reduction, r.Random(5, 37), 5, 37, 1, y)));
            yield return new("Reduce", $"{reduction}, middle axis", r => Do(r, r.Room(2, 4), y => r.Kernels.Reduce(reduction, r.Random(2, 3, 4), 2, 3, 4, y)));
        }

        for (int flags = 0; flags < 8; flags++)
        {
            (bool product, bool exclusive, bool reverse) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            string what = $"{(product ? "products" : "sums")}{(exclusive ? ", exclusive" : "")}{(reverse ? ", from the end" : "")}";
            yield return new("Scan", what, r => Do(r, r.Room(2, 5, 3), y => r.Kernels.Scan(r.Random(2, 5, 3), 2, 5, 3, product, exclusive, reverse, y)));
        }

        foreach (int axis in (int[])[0, 1, 2])
        {
            yield return new("CopyBlock", $"axis {axis}", r =>
            {
                int[] into = [4, 5, 6];
                into[axis] += 3;
                foreach (SparseRows from in (SparseRows[])[r.Sparse(0.5, 4, 5, 6), r.Masked(0.5, 4, 5, 6)])
                    Dense(r, into, y => r.Kernels.CopyBlock(from, SparseBlock.Along([4, 5, 6], into, axis, 1, 2, 3), into, y));
            });
        }

        yield return new("Dropout", "dense", r => Do(r, r.Room(5, 37), y => r.Kernels.Dropout(r.Random(5, 37), 0.3f, 99, y)));
        yield return new("Dropout", "sparse", r =>
        {
            foreach (SparseRows dY in (SparseRows[])[r.Sparse(0.5, 5, 7), r.Masked(0.5, 5, 7)])
            {
                SparseRows dX = r.EmptySparse();
                r.Kernels.Dropout(dY, 0.3f, 99, dX);
                Tensor dense = r.Room(5, 7);
                r.Kernels.Densify(dX, dense);
                r.Hand(dense);
            }
        });
    }

    private static void Dense(Rig rig, int[] shape, Action<SparseRows> run)
    {
        SparseRows sparse = rig.EmptySparse();
        run(sparse);
        Tensor dense = rig.Room(shape);
        rig.Kernels.Densify(sparse, dense);
        rig.Hand(dense);
    }

    private static Window[] Gates(Tensor z) => [new(z, 0, z.Columns), new(z, z.Columns / 4, z.Columns), new(z, z.Columns / 2, z.Columns), new(z, 3 * z.Columns / 4, z.Columns)];

    private static HeadWindow Heads(Tensor x, int positions, int columns) => new(x, 0, positions * columns, 3, columns);
}
