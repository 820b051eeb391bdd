using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Kernels_in_steady_state_allocate_nothing()
    {
        Tensor x = Twin.Random(1, 64, 300), w = Twin.Random(2, 200, 300), dY = Twin.Random(3, 64, 200), bias = Twin.Random(4, 200);
        Tensor y = Tensor.Zeros(64, 200), dX = Tensor.Zeros(64, 300), first = Tensor.Zeros(200, 300), second = Tensor.Zeros(200, 300);
        var gradient = new RowGradient(w);
        var biasGradient = new RowGradient(bias);
        SparseRows rows = Twin.Sparse(Device.Cpu), whole = Twin.Sparse(Device.Cpu), sample = Twin.Sparse(Device.Cpu), pulled = Twin.Sparse(Device.Cpu);
        KernelSet kernels = Twin.Cpu;
        Step();
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            gradient.Clear();
            biasGradient.Clear();
            kernels.MatMul(x, false, w, true, bias, y, false);
            kernels.Elementwise(default(Unary<Silu>), [y], [y]);
            kernels.SelectRows(default(Binary<Multiply>), [y, dY], y.Shape, 10, rows);
            kernels.SelectTensor(default(Binary<Multiply>), [y, dY], y.Shape, 600, whole);
            kernels.SampleTensor(default(Binary<Multiply>), [y, dY], y.Shape, 600, 0.5f, sample);
            kernels.SparseElementwise(default(Binary<Multiply>), sample, [y], [pulled]);
            foreach (SparseRows s in (ReadOnlySpan<SparseRows>)[rows, whole, pulled])
            {
                kernels.SparseTimesDense(s, w, dX);
                kernels.SparseTransposedTimesDense(s, x, gradient);
                kernels.SparseColumnSums(s, biasGradient);
            }
            kernels.Adam(w, gradient, first, second, new AdamStep(1e-3f, 1, 0.9f, 0.999f, 1e-8f, 0, 1), touchedOnly: true);
            kernels.SumTo(y, bias, 1e-9f, accumulate: true);
            kernels.Softmax(y, 1, logarithm: true, y);
        }
    }
}
