using SparseDiff.Kernels;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>Notes what it does, and does what the reference does.</summary>
internal sealed class CountingKernels(CountingDevice device) : ReferenceKernels
{
    public override void Fill(Tensor into, float value)
    {
        Dense(nameof(Fill), into);
        base.Fill(into, value);
    }

    public override void Copy(Tensor from, Tensor into)
    {
        Dense(nameof(Copy), into);
        base.Copy(from, into);
    }

    public override void Elementwise<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        foreach (Tensor output in outputs)
            Dense(nameof(Elementwise), output);
        base.Elementwise(kernel, inputs, outputs);
    }

    public override void SumTo(Tensor x, Tensor into, float scale, bool accumulate)
    {
        Dense(nameof(SumTo), into);
        base.SumTo(x, into, scale, accumulate);
    }

    public override void Densify(SparseRows sparse, Tensor into)
    {
        Dense(nameof(Densify), into);
        base.Densify(sparse, into);
    }

    public override void AddTo(SparseRows s, Tensor into)
    {
        Dense(nameof(AddTo), into);
        base.AddTo(s, into);
    }

    // Single entries are gathered from the gradient in a row: by a policy that has chosen their places.
    public override void Gather(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        if (x.Rank == 1)
            Selection(nameof(Gather));
        else
            Dense(nameof(Gather), into);
        base.Gather(x, axis, kept, into);
    }

    public override void Scatter(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        Dense(nameof(Scatter), into);
        base.Scatter(x, axis, kept, into);
    }

    public override void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor? bias, Tensor into, bool accumulate)
    {
        Product(nameof(MatMul), into, a.Length / Math.Max(1, transposeA ? a.Columns : a.Rows) * (long)into.Length);
        base.MatMul(a, transposeA, b, transposeB, bias, into, accumulate);
    }

    public override void SparseTimesDense(SparseRows s, Tensor w, Tensor into)
    {
        Product(nameof(SparseTimesDense), into, (long)s.Count * w.Columns);
        base.SparseTimesDense(s, w, into);
    }

    public override void SparseTransposedTimesDense(SparseRows s, Tensor x, RowGradient into)
    {
        Product(nameof(SparseTransposedTimesDense), into.Buffer, (long)s.Count * x.Columns);
        base.SparseTransposedTimesDense(s, x, into);
    }

    public override void SelectRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        base.SelectRows(pull, inputs, shape, k, into);
        Selection(nameof(SelectRows));
    }

    public override void SelectTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        base.SelectTensor(pull, inputs, shape, k, into);
        Selection(nameof(SelectTensor));
    }

    public override void SampleTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, float uniform, SparseRows into)
    {
        base.SampleTensor(pull, inputs, shape, k, uniform, into);
        Selection(nameof(SampleTensor));
    }

    public override void SampleRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, RowStream stream, SparseRows into)
    {
        base.SampleRows(pull, inputs, shape, k, stream, into);
        Selection(nameof(SampleRows));
    }

    public override void SelectRowsByEnergy(Tensor gradient, double share, SparseRows into)
    {
        base.SelectRowsByEnergy(gradient, share, into);
        Selection(nameof(SelectRowsByEnergy));
    }

    public override void SampleRowsByVariance(Tensor gradient, double variance, RowStream stream, SparseRows into)
    {
        base.SampleRowsByVariance(gradient, variance, stream, into);
        Selection(nameof(SampleRowsByVariance));
    }

    public override void SelectAbove(Tensor x, float threshold, SparseRows into)
    {
        base.SelectAbove(x, threshold, into);
        Selection(nameof(SelectAbove));
    }

    // Whole slices are chosen by their norms and then gathered.
    public override void Norms(Tensor x, int axis, SliceNorm norm, Tensor into)
    {
        base.Norms(x, axis, norm, into);
        Selection(nameof(Norms));
    }

    private void Dense(string kernel, Tensor into) => device.Runs.Add(new KernelRun(kernel, KernelKind.Dense, into.Length, 0));

    private void Product(string kernel, Tensor into, long terms) => device.Runs.Add(new KernelRun(kernel, KernelKind.Product, into.Length, 2 * terms));

    private void Selection(string kernel) => device.Runs.Add(new KernelRun(kernel, KernelKind.Selection, 0, 0));
}
