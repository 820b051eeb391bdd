using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests.Kernels;

/// <summary>Every member of the waist on small odd shapes. A new member or a new corner is a row.</summary>
internal static partial class KernelTable
{
    /// <summary>All cases by name.</summary>
    public static IReadOnlyDictionary<string, KernelCase> All { get; } =
        ((IEnumerable<KernelCase>)[.. Dense(), .. Elementwise(), .. Rows(), .. Vision(), .. Selection(), .. Sparse(), .. Slices(), .. Thresholds(), .. Optimizers(), .. Sequences()]).ToDictionary(static c => c.Name);

    private static IEnumerable<KernelCase> Dense()
    {
        yield return new("Fill", "all entries", r => Do(r, r.Room(3, 5), y => r.Kernels.Fill(y, 2.5f)));
        yield return new("Copy", "between shapes", r => Do(r, r.Room(7, 3), y => r.Kernels.Copy(r.Random(3, 7), y)));
        yield return new("MatMul", "plain", r => Product(r, [5, 7], false, [7, 3], false, null, [5, 3], false));
        yield return new("MatMul", "one row, one column", r => Product(r, [1, 19], false, [19, 1], false, null, [1, 1], false));
        yield return new("MatMul", "first transposed, accumulated", r => Product(r, [17, 5], true, [17, 9], false, null, [5, 9], true));
        yield return new("MatMul", "second transposed, bias", r => Product(r, [9, 6], false, [11, 6], true, [11], [9, 11], false));
        yield return new("MatMul", "both transposed", r => Product(r, [4, 3], true, [5, 4], true, null, [3, 5], false));
        yield return new("MatMul", "batches", r => Product(r, [2, 3, 4], false, [2, 4, 5], false, null, [2, 3, 5], false));
        yield return new("MatMul", "broadcast batches", r => Product(r, [3, 1, 2, 4], false, [2, 5, 4], true, null, [3, 2, 2, 5], true));
        yield return new("MatMul", "nothing to add up", r => Product(r, [3, 0], false, [0, 4], false, [4], [3, 4], false));
        yield return new("SumTo", "a bias", r => Sum(r, [6, 5], [5], 1, false));
        yield return new("SumTo", "a scalar, accumulated", r => Sum(r, [7, 9], [], 0.5f, true));
        yield return new("SumTo", "the last axis", r => Sum(r, [3, 41], [3, 1], 1, false));
        yield return new("SumTo", "inner and outer axes", r => Sum(r, [2, 3, 4, 5], [3, 1, 5], 2, false));
        yield return new("SumTo", "nothing to add up", r => Sum(r, [0, 4], [4], 1, false));
        yield return new("BroadcastTo", "a bias", r => Do(r, r.Room(4, 5), y => r.Kernels.BroadcastTo(r.Random(5), y, 1)));
        yield return new("BroadcastTo", "a scalar, scaled", r => Do(r, r.Room(2, 3), y => r.Kernels.BroadcastTo(r.Random(), y, 0.25f)));
        yield return new("BroadcastTo", "inner axes", r => Do(r, r.Room(2, 3, 4, 5), y => r.Kernels.BroadcastTo(r.Random(3, 1, 5), y, 1)));
        yield return new("Permute", "a transpose", r => Do(r, r.Room(7, 3), y => r.Kernels.Permute(r.Random(3, 7), [1, 0], y)));
        yield return new("Permute", "four axes", r => Do(r, r.Room(5, 2, 4, 3), y => r.Kernels.Permute(r.Random(2, 3, 4, 5), [3, 0, 2, 1], y)));
        yield return new("Permute", "six axes", r => Do(r, r.Room(3, 2, 2, 3, 2, 2), y => r.Kernels.Permute(r.Random(2, 2, 3, 2, 2, 3), [5, 4, 3, 2, 1, 0], y)));
    }

    private static IEnumerable<KernelCase> Elementwise()
    {
        yield return new("Elementwise", "one input", r => Do(r, r.Room(5, 13), y => r.Kernels.Elementwise(default(Unary<Tanh>), [r.Random(5, 13)], [y])));
        yield return new("Elementwise", "a bias and a constant", r => Do(r, r.Room(4, 7), y =>
        {
            r.Kernels.Elementwise(default(Binary<Multiply>), [r.Random(4, 7), r.Random(7)], [y]);
            r.Kernels.Elementwise(new WithConstant<Add>(0.75f), [y], [y]);
        }));
        yield return new("Elementwise", "its own GPU kernel", r => Do(r, r.Room(3, 70), y => r.Kernels.Elementwise(new ScaledReluPull(1.5f), [r.Random(3, 70), r.Random(3, 70)], [y])));
        yield return new("Elementwise", "a struct that nobody sees", r => Do(r, r.Room(11), y => Hidden.Run(r.Kernels, r.Random(11), y)));
        yield return new("Elementwise", "every kind of broadcast", r => Do(r, r.Room(3, 4, 5), y =>
        {
            foreach (int[] shape in (int[][])[[3, 4, 5], [5], [], [4, 1], [3, 1, 1], [4, 5], [3, 1, 5], [1, 4, 1]])
            {
                r.Kernels.Elementwise(default(Binary<Subtract>), [r.Random(shape), r.Random(3, 4, 5)], [y]);
                r.Hand(y);
            }
        }));
        yield return new("Elementwise", "two outputs", r =>
        {
            Tensor dA = r.Room(3, 5);
            Tensor dB = r.Room(3, 5);
            r.Kernels.Elementwise(default(ProductPulls), [r.Random(3, 5), r.Random(3, 1), r.Random(5)], [dA, dB]);
            r.Hand(dA);
            r.Hand(dB);
        });
        yield return new("Elementwise", "eight inputs, four outputs", r =>
        {
            Tensor[] inputs = [r.Random(2, 9), r.Random(9), r.Random(2, 1), r.Random(), r.Random(2, 9), r.Random(2, 9), r.Random(2, 9), r.Random(2, 9)];
            Tensor[] outputs = [r.Room(2, 9), r.Room(2, 9), r.Room(2, 9), r.Room(2, 9)];
            r.Kernels.Elementwise(default(EverythingAtOnce), inputs, outputs);
            foreach (Tensor output in outputs)
                r.Hand(output);
        });
        foreach (int outputs in (int[])[1, 2, 3])
            yield return new("Elementwise", $"a split by magnitude into {outputs}", r => Split(r, outputs));
        yield return new("Elementwise", "a step of velocity and residual", r =>
        {
            Tensor velocity = r.Random(5, 7);
            Tensor residual = r.Random(5, 7);
            r.Kernels.Elementwise(new VelocityStep(0.9f), [velocity, r.Random(5, 7), residual], [velocity, residual]);
            r.Hand(velocity);
            r.Hand(residual);
        });
        yield return new("Elementwise", "no entries", r => Do(r, r.Room(0, 4), y => r.Kernels.Elementwise(default(Unary<Relu>), [r.Random(0, 4)], [y])));
    }

    private static IEnumerable<KernelCase> Rows()
    {
        foreach (bool logarithm in (bool[])[false, true])
        {
            string what = logarithm ? "logarithm, " : "";
            yield return new("Softmax", what + "last axis", r => Do(r, r.Room(5, 37), y => r.Kernels.Softmax(r.Random(5, 37), 1, logarithm, y)));
            yield return new("Softmax", what + "middle axis, in place", r => Do(r, r.Random(2, 5, 3), y => r.Kernels.Softmax(y, 1, logarithm, y)));
            yield return new("Softmax", what + "one column", r => Do(r, r.Room(3, 1), y => r.Kernels.Softmax(r.Random(3, 1), 1, logarithm, y)));
            yield return new("SoftmaxVjp", what + "last axis", r => Do(r, r.Room(4, 35), y => r.Kernels.SoftmaxVjp(r.Random(4, 35), r.Random(4, 35), 1, logarithm, y)));
            yield return new("SoftmaxVjp", what + "first axis, in place", r => Do(r, r.Random(3, 4), y => r.Kernels.SoftmaxVjp(r.Random(3, 4), y, 0, logarithm, y)));
        }

        yield return new("Softmax", "large numbers", r => Do(r, r.Room(2, 3), y => r.Kernels.Softmax(r.Of([1000, 1001, 999, -1000, -1001, -1e30f], 2, 3), 1, false, y)));
        foreach ((string what, float smoothing, int? ignored) in new (string, float, int?)[] { ("", 0, null), (", smoothed", 0.2f, null), (", one label ignored", 0.1f, 9) })
        {
            yield return new("CrossEntropy", "five rows" + what, r => Do(r, r.Room(), y =>
            {
                Labels labels = r.Labels(3, 0, 9, 9, 1);
                r.Kernels.CrossEntropy(r.Random(5, 10), labels, LabelTargets.Of(labels, smoothing, ignored), y);
            }));
            yield return new("CrossEntropyVjp", "three rows" + what, r => Do(r, r.Room(3, 40), y =>
            {
                Labels labels = r.Labels(39, 9, 7);
                r.Kernels.CrossEntropyVjp(r.Random(3, 40), labels, LabelTargets.Of(labels, smoothing, ignored), r.Of([2f]), y);
            }));
        }

        yield return new("CrossEntropy", "one row, one class", r => Do(r, r.Room(), y => r.Kernels.CrossEntropy(r.Random(1, 1), r.Labels(0), new LabelTargets(0, LabelTargets.None, 1), y)));
    }

    private static IEnumerable<KernelCase> Optimizers()
    {
        foreach (bool touchedOnly in (bool[])[false, true])
        {
            string which = touchedOnly ? "touched rows" : "all rows";
            yield return new("Sgd", which, r => Do(r, r.Random(5, 7), w => r.Kernels.Sgd(w, r.Gradient([3, 1], 5, 7), null, new SgdStep(0.1f, 0, 0.01f, false), touchedOnly)));
            yield return new("Sgd", which + ", Nesterov", r => Step(r, [5, 7], (w, g, m, _) => r.Kernels.Sgd(w, g, m, new SgdStep(0.1f, 0.9f, 0.01f, true), touchedOnly)));
            yield return new("Sgd", which + ", momentum", r => Step(r, [5, 7], (w, g, m, _) => r.Kernels.Sgd(w, g, m, new SgdStep(0.1f, 0.9f, 0, false), touchedOnly)));
            yield return new("Adam", which, r => Step(r, [5, 7], (w, g, m, v) => r.Kernels.Adam(w, g, m, v, new AdamStep(0.01f, 3f, 0.9f, 0.999f, 1e-8f, 0.01f, 0.99f), touchedOnly)));
            yield return new("Adam", which + ", no row touched", r => Do(r, r.Random(4), w => r.Kernels.Adam(w, r.Gradient([], 4), r.Random(4), r.Room(4), new AdamStep(0.01f, 3f, 0.9f, 0.999f, 1e-8f, 0, 1), touchedOnly)));
        }
    }

    private static void Do(Rig rig, Tensor result, Action<Tensor> run)
    {
        run(result);
        rig.Hand(result);
    }

    private static void Product(Rig rig, int[] a, bool transposeA, int[] b, bool transposeB, int[]? bias, int[] into, bool accumulate) =>
        Do(rig, rig.Random(into), y => rig.Kernels.MatMul(rig.Random(a), transposeA, rig.Random(b), transposeB, bias is null ? null : rig.Random(bias), y, accumulate));

    private static void Sum(Rig rig, int[] from, int[] to, float scale, bool accumulate) =>
        Do(rig, rig.Random(to), y => rig.Kernels.SumTo(rig.Random(from), y, scale, accumulate));

    /// <summary>In place, as an update of parameters does it; one entry is exactly at the cut, and one is not finite.</summary>
    private static void Split(Rig rig, int outputs)
    {
        Tensor u = rig.Of([0.75f, -0.75f, 0.5f, float.NegativeInfinity, 2, -1, 0.25f, 0, -3, 1, 0.8f, -0.7f, 1.5f], 13);
        Tensor velocity = rig.Random(13);
        Tensor passes = rig.Room(13);
        rig.Kernels.Elementwise(
            new MagnitudeSplit(0.75f, outputs), outputs > 2 ? [u, velocity] : [u],
            outputs switch { 1 => [passes], 2 => [passes, u], _ => [passes, u, velocity] });
        rig.Hand(passes);
        rig.Hand(u);
        rig.Hand(velocity);
    }

    private static void Step(Rig rig, int[] shape, Action<Tensor, RowGradient, Tensor, Tensor> step)
    {
        Tensor weights = rig.Random(shape);
        Tensor first = rig.Random(shape);
        Tensor second = rig.Room(shape);
        RowGradient gradient = rig.Gradient([4, 0], shape);
        step(weights, gradient, first, second);

        // Stale numbers of an earlier gradient must count as zero.
        gradient.Clear();
        gradient.Touch(2);
        gradient.Buffer.Storage.Write(2 * gradient.RowLength, rig.Random(gradient.RowLength).ToArray());
        step(weights, gradient, first, second);
        rig.Hand(weights);
        rig.Hand(first);
        rig.Hand(second);
    }
}
