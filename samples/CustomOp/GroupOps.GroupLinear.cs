using SparseDiff;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CustomOp;

// An operation with a kernel of its own: forward, one rule for each argument, and for each rule an overload that takes a
// sparse gradient and does only the work of its entries.
public static partial class GroupOps
{
    /// <summary>A linear layer whose features stand in groups: each output sees only the inputs of its own group.</summary>
    /// <param name="x">The inputs, [examples, groups · inputs].</param>
    /// <param name="w">The weights, [groups · outputs, inputs]; the number of groups follows from x.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[examples, groups · outputs].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [LinearOperation]
    public static Tensor GroupLinear(Tensor x, Tensor w, Slot into = default)
    {
        Groups groups = Groups.Of(x, w);
        Tensor y = into.Take(x.Device, groups.Examples, groups.Outputs);
        Span<float> results = y.AsSpan();
        for (int example = 0; example < groups.Examples; example++)
        {
            for (int output = 0; output < groups.Outputs; output++)
                results[example * groups.Outputs + output] = TensorPrimitives.Dot(groups.InputsOf(x, example, output), groups.RowOf(w, output));
        }

        return y;
    }

    /// <summary>dX = dY · w, group by group.</summary>
    [VjpOf(nameof(GroupLinear), "x")]
    public static Tensor GroupLinearVjpX(Tensor dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default)
    {
        Groups groups = Groups.Of(x, w);
        Tensor dX = into.TakeLike(x);
        dX.AsSpan().Clear();
        ReadOnlySpan<float> dYs = dY.AsSpan();
        for (int example = 0; example < groups.Examples; example++)
        {
            for (int output = 0; output < groups.Outputs; output++)
                AddScaled(groups.RowOf(w, output), dYs[example * groups.Outputs + output], groups.InputsOf(dX, example, output));
        }

        return dX;
    }

    /// <summary>dX = dY · w, with the selected entries of dY only.</summary>
    [VjpOf(nameof(GroupLinear), "x")]
    public static Tensor GroupLinearVjpX(SparseRows dY, [ShapeOnly] Tensor x, Tensor w, Slot into = default)
    {
        if (dY.Masked is { } dense)
            return GroupLinearVjpX(dense, x, w, into);
        Groups groups = Groups.Of(x, w);
        Tensor dX = into.TakeLike(x);
        dX.AsSpan().Clear();
        for (int example = 0; example < groups.Examples; example++)
        {
            ReadOnlySpan<int> outputs = dY.ColumnsOf(example);
            ReadOnlySpan<float> values = dY.ValuesOf(example);
            for (int entry = 0; entry < outputs.Length; entry++)
                AddScaled(groups.RowOf(w, outputs[entry]), values[entry], groups.InputsOf(dX, example, outputs[entry]));
        }

        return dX;
    }

    /// <summary>dW += dYᵀ · x, group by group.</summary>
    [VjpOf(nameof(GroupLinear), "w")]
    public static void GroupLinearVjpW(Tensor dY, Tensor x, [ShapeOnly] Tensor w, RowGradient into)
    {
        Groups groups = Groups.Of(x, w);
        ReadOnlySpan<float> dYs = dY.AsSpan();
        for (int example = 0; example < groups.Examples; example++)
        {
            for (int output = 0; output < groups.Outputs; output++)
                AddToRow(into, output, dYs[example * groups.Outputs + output], groups.InputsOf(x, example, output));
        }
    }

    /// <summary>dW += dYᵀ · x in the rows of w whose output has a selected entry; the other rows stay untouched.</summary>
    [VjpOf(nameof(GroupLinear), "w")]
    public static void GroupLinearVjpW(SparseRows dY, Tensor x, [ShapeOnly] Tensor w, RowGradient into)
    {
        if (dY.Masked is { } dense)
        {
            GroupLinearVjpW(dense, x, w, into);
            return;
        }

        Groups groups = Groups.Of(x, w);
        for (int example = 0; example < groups.Examples; example++)
        {
            ReadOnlySpan<int> outputs = dY.ColumnsOf(example);
            ReadOnlySpan<float> values = dY.ValuesOf(example);
            for (int entry = 0; entry < outputs.Length; entry++)
                AddToRow(into, outputs[entry], values[entry], groups.InputsOf(x, example, outputs[entry]));
        }
    }

    /// <summary>A row's first writer overwrites what an earlier backward pass left there; the next ones add.</summary>
    private static void AddToRow(RowGradient into, int row, float scale, ReadOnlySpan<float> values)
    {
        Span<float> gradient = into.Buffer.AsSpan().Slice(row * into.RowLength, into.RowLength);
        if (into.Touch(row))
            AddScaled(values, scale, gradient);
        else
            TensorPrimitives.Multiply(values, scale, gradient);
    }

    private static void AddScaled(ReadOnlySpan<float> values, float scale, Span<float> into) => TensorPrimitives.MultiplyAdd(values, scale, into, into);
}
