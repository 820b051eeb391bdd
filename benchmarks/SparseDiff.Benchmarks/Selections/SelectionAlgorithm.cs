namespace SparseDiff.Benchmarks.Selections;

/// <summary>A way to select from a tensor: how many entries it returned. Making one may keep state from call to call.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Prepare">What must be done before each call and does not count, such as a copy; null for nothing.</param>
/// <param name="Run">Selects, and returns how many passed; 0 when only the k-th magnitude is found.</param>
internal sealed record SelectionAlgorithm(string Name, Action<Tensor>? Prepare, Func<Tensor, long> Run)
{
    /// <summary>Whether it is so slow that few calls must do.</summary>
    public bool IsSlow { get; init; }

    /// <summary>All, for tensors of a length and a share to keep.</summary>
    public static IReadOnlyList<SelectionAlgorithm> All(int d, float ratio)
    {
        int k = Math.Max(1, (int)(ratio * d));
        float[] magnitudes = new float[d];
        return
        [
            Of("Top-k, exact", new TopK(ratio) { Scope = SelectionScope.Tensor }),
            LastThreshold(d, ratio),
            Of("magnitude sampling", new SampledK(ratio)),
            Of("Gaussian-k, bracketed", new GaussianK(ratio)),
            Of("Gaussian-k, as published", new GaussianK(ratio) { AsPublished = true }),
            Of("DGC", new DgcK(ratio)),
            Of("random-k", new RandomK(ratio)),
            new("quickselect, one thread", gradient => Magnitudes(gradient, magnitudes), _ =>
            {
                Quickselect.Largest(magnitudes, k);
                return 0;
            }) { IsSlow = true },
            new("Array.Sort, one thread", gradient => Magnitudes(gradient, magnitudes), _ =>
            {
                Array.Sort(magnitudes);
                return 0;
            }) { IsSlow = true },
        ];
    }

    private static SelectionAlgorithm Of(string name, ISelection<SparseRows> policy)
    {
        SparseRows kept = new Workspace().Sparse(0).Take(Device.Cpu);
        ulong draw = 0;
        return new SelectionAlgorithm(name, null, gradient =>
        {
            policy.Select(gradient, kept, draw++);
            return kept.Count;
        });
    }

    /// <summary>The update of parameters cuts between magnitudes that a sample suggests; what it does to the gradient afterwards counts too.</summary>
    private static SelectionAlgorithm LastThreshold(int d, float ratio)
    {
        var update = new TopKUpdate(ratio) { ErrorFeedback = false };
        var gradients = new OneGradient(new RowGradient(Tensor.Zeros(d / 1000, 1000)));
        long passed = 0;
        return new SelectionAlgorithm(
            "TopKUpdate, from a sample",
            gradient =>
            {
                // What the last call let pass is counted here, where it takes nobody's time.
                Span<float> values = gradients.Entry.Values.AsSpan();
                passed = values.Length - System.MemoryExtensions.Count(values, 0f);
                gradient.AsSpan().CopyTo(gradients.Entry.AsDense().AsSpan());
            },
            _ =>
            {
                update.Apply(gradients);
                return passed;
            });
    }

    private static void Magnitudes(Tensor gradient, float[] into) => System.Numerics.Tensors.TensorPrimitives.Abs(gradient.AsSpan(), into);

    private sealed class OneGradient(RowGradient entry) : IGradients
    {
        public RowGradient Entry => entry;

        public IReadOnlyList<RowGradient?> Entries => [entry];

        public void Clear() => entry.Clear();
    }
}
