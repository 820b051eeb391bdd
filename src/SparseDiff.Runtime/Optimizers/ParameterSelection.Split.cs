using SparseDiff.Kernels;

namespace SparseDiff;

public sealed partial class ParameterSelection
{
    /// <summary>The gradient becomes what is above a cut in <see cref="Sum(RowGradient)"/>; the rest waits. One sweep, and one over what passed for the rows it is in.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="left">How many of the ties are left to this gradient and those behind it.</param>
    /// <param name="gradient">The gradient that the sum was made of.</param>
    internal void Split(in LargestEntries cut, ref long left, RowGradient gradient)
    {
        KernelSet kernels = gradient.Device.Kernels;
        Tensor u = ErrorFeedback ? Residual! : gradient.Buffer;
        List<(int Place, float Entry, float Velocity)> ties = cut.Ties == 0 ? [] : Ties(cut, ref left, u);
        if (!ErrorFeedback)
            kernels.Elementwise(new MagnitudeSplit(cut.Below, 1), [u], [gradient.Buffer]);
        else if (Momentum == 0)
            kernels.Elementwise(new MagnitudeSplit(cut.Below, 2), [u], [gradient.Buffer, u]);
        else
            kernels.Elementwise(new MagnitudeSplit(cut.Below, 3), [u, velocity!], [gradient.Buffer, u, velocity!]);
        foreach ((int place, float entry, float speed) in ties)
        {
            Put(gradient.Buffer, place, 0);
            if (ErrorFeedback)
                Put(u, place, entry);
            if (ErrorFeedback && Momentum != 0)
                Put(velocity!, place, speed);
        }

        gradient.Overwrite(RowNorms(gradient));
    }

    private List<(int Place, float Entry, float Velocity)> Ties(in LargestEntries cut, ref long left, Tensor u)
    {
        List<int> surplus = cut.Surplus(u, ref left);
        return [.. surplus.Select(place => (place, Take(u, place), Momentum != 0 ? Take(velocity!, place) : 0))];
    }

    private static float Take(Tensor from, int place)
    {
        Span<float> value = [0];
        from.Storage.Read(from.Offset + place, value);
        return value[0];
    }

    private static void Put(Tensor into, int place, float value) => into.Storage.Write(into.Offset + place, [value]);

    /// <summary>The L1 norm of each row of what passed: zero where nothing did.</summary>
    private ReadOnlySpan<float> RowNorms(RowGradient gradient)
    {
        Tensor norms = Scratch.Take(gradient.Device, [gradient.Rows]);
        Tensor rows = new(gradient.Buffer.Storage, gradient.Buffer.Offset, [gradient.Rows, gradient.RowLength]);
        gradient.Device.Kernels.Norms(rows, 0, SliceNorm.L1, norms);
        if (rowNorms.Length != gradient.Rows)
            rowNorms = new float[gradient.Rows];
        norms.Storage.Read(norms.Offset, rowNorms);
        return rowNorms;
    }
}
