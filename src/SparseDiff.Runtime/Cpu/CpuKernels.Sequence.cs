using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void ElementwiseWindows<TKernel>(
        in TKernel kernel, ReadOnlySpan<Window> inputs, ReadOnlySpan<Window> outputs, int rows, int width)
    {
        WindowJob<TKernel>.Run(kernel, inputs, outputs, rows, width);
        foreach (Window input in inputs)
            GC.KeepAlive(input.Tensor);
        foreach (Window output in outputs)
            GC.KeepAlive(output.Tensor);
    }

    public override void Normalize(Tensor x, Tensor? weight, Tensor? bias, bool centred, float epsilon, Tensor into)
    {
        NormJob job = Norm(x, weight, centred, epsilon);
        job.Bias = bias is null ? null : Host.Pointer(bias);
        job.Into = Host.Pointer(into);
        job.Run();
        KeepAlive(x, weight, bias, into);
    }

    public override void NormalizeVjp(Tensor x, Tensor? weight, Tensor dY, bool centred, float epsilon, Tensor into)
    {
        NormJob job = Norm(x, weight, centred, epsilon);
        job.Gradient = Host.Pointer(dY);
        job.Into = Host.Pointer(into);
        job.Run();
        KeepAlive(x, weight, dY, into);
    }

    public override void NormalizeVjpWeight(Tensor x, Tensor dY, bool centred, float epsilon, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        NormJob job = Norm(x, null, centred, epsilon);
        job.Gradient = Host.Pointer(dY);
        job.RunWeight(Host.Pointer(into.Buffer), accumulate);
        KeepAlive(x, dY, null, into.Buffer);
    }

    public override void GatherRows(Tensor table, Indices rows, Tensor into)
    {
        int width = rows.Count == 0 ? 0 : into.Length / rows.Count;
        float* from = Host.Pointer(table);
        float* to = Host.Pointer(into);
        ReadOnlySpan<int> values = rows.Values;
        for (int i = 0; i < values.Length; i++)
            new ReadOnlySpan<float>(from + ((long)values[i] * width), width).CopyTo(new Span<float>(to + ((long)i * width), width));
        KeepAlive(table, into, null, into);
    }

    public override void ScatterAddRows(Tensor dY, Indices rows, RowGradient into)
    {
        into.BeginAdding();
        int width = into.RowLength;
        float* from = Host.Pointer(dY);
        float* to = Host.Pointer(into.Buffer);
        ReadOnlySpan<int> values = rows.Values;
        for (int i = 0; i < values.Length; i++)
        {
            var source = new ReadOnlySpan<float>(from + ((long)i * width), width);
            var target = new Span<float>(to + ((long)values[i] * width), width);
            if (into.Touch(values[i]))
                System.Numerics.Tensors.TensorPrimitives.Add(target, source, target);
            else
                source.CopyTo(target);
        }
        KeepAlive(dY, into.Buffer, null, dY);
    }

    public override void ScatterAddRows(SparseRows dY, Indices rows, RowGradient into)
    {
        into.BeginAdding();
        if (dY.Masked is { } masked)
        {
            ScatterAddRows(masked, rows, into);
            return;
        }
        int width = into.RowLength;
        Csr csr = Host.Csr(dY);
        float* to = Host.Pointer(into.Buffer);
        ReadOnlySpan<int> values = rows.Values;
        for (int row = 0; row < csr.Rows; row++)
        {
            float* target = to + ((long)values[row] * width);
            if (!into.Touch(values[row]))
                new Span<float>(target, width).Clear();
            for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + 1]; entry++)
                target[csr.Indices[entry]] += csr.Values[entry];
        }
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }

    public override void Dropout(Tensor x, float rate, ulong key, Tensor into)
    {
        var job = new DropoutJob { X = Host.Pointer(x), Into = Host.Pointer(into), Length = x.Length, Key = key, Rate = rate };
        job.Run();
        KeepAlive(x, into, null, x);
    }

    public override void Dropout(SparseRows dY, float rate, ulong key, SparseRows into)
    {
        if (dY.Masked is { } masked)
        {
            Dropout(masked, rate, key, ReferenceEquals(into, dY) ? masked : into.BeginMasked(dY.Shape));
            return;
        }
        if (!ReferenceEquals(into, dY))
            into.BeginLike(dY);
        Csr csr = Host.Csr(dY);
        float* to = Host.Pointer(into.Values);
        uint threshold = CounterRandom.Threshold(rate);
        float scale = 1 / (1 - rate);
        for (int row = 0; row < csr.Rows; row++)
        {
            for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + 1]; entry++)
            {
                uint index = (uint)((row * csr.Columns) + csr.Indices[entry]);
                to[entry] = CounterRandom.Survives(key, index, threshold) ? csr.Values[entry] * scale : 0;
            }
        }
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }

    private static NormJob Norm(Tensor x, Tensor? weight, bool centred, float epsilon) => new()
    {
        X = Host.Pointer(x),
        Weight = weight is null ? null : Host.Pointer(weight),
        Rows = x.Rows,
        Columns = x.Columns,
        Centred = centred,
        Epsilon = epsilon,
    };

    private static void KeepAlive(Tensor a, Tensor? b, Tensor? c, Tensor d)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        GC.KeepAlive(d);
    }
}
