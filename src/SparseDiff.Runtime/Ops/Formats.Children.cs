using SparseDiff.Kernels;

namespace SparseDiff;

// Of several operands' gradients, the largest.
public static partial class Formats
{
    /// <summary>Which is the largest: the first of equal ones; what is no number counts as infinite.</summary>
    public static int Largest(params ReadOnlySpan<double> norms)
    {
        int largest = 0;
        for (int i = 1; i < norms.Length; i++)
        {
            if (Rank(norms[i]) > Rank(norms[largest]))
                largest = i;
        }

        return largest;

        static double Rank(double norm) => double.IsNaN(norm) ? double.PositiveInfinity : norm;
    }

    /// <summary>Σ |g|; waits for kernels that write the gradient.</summary>
    public static double Norm1(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Length == 0)
            return 0;
        Tensor sum = Scratch.Take(gradient.Device, [1]);
        gradient.Device.Kernels.Norms(gradient.View(1, gradient.Length), 0, SliceNorm.L1, sum);
        return sum.ToScalar();
    }

    /// <summary>Σ |g| of the entries that exist.</summary>
    public static double Norm1(SparseRows gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Norm1(gradient.Masked ?? new Tensor(gradient.Values, 0, [gradient.Count]));
    }

    /// <summary>Σ |g| of the slices that exist.</summary>
    public static double Norm1(SparseSlices gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Norm1(gradient.Values);
    }

    /// <summary>A dense gradient as a sparse one: all of it, or nothing.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="passes">Whether it does.</param>
    /// <param name="into">Where to.</param>
    public static SparseRows Only(Tensor gradient, bool passes, SparseSlot into = default)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        SparseRows result = into.Take(gradient.Device);
        if (passes)
            gradient.Device.Kernels.Copy(gradient, result.BeginMasked(gradient.Shape));
        else
            EntrySelection.KeepNone(gradient.Shape, result);
        return result;
    }

    /// <summary>A sparse gradient itself, or one of its shape without entries.</summary>
    public static SparseRows Only(SparseRows gradient, bool passes, SparseSlot into = default)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (passes)
            return gradient;
        SparseRows result = into.Take(gradient.Device);
        EntrySelection.KeepNone(gradient.Shape, result);
        return result;
    }

    /// <summary>A gradient of slices itself, or one of its shape without slices.</summary>
    public static TSlices Only<TSlices>(TSlices gradient, bool passes, SparseSlot into = default)
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (passes)
            return gradient;
        TSlices result = TSlices.Take(into, gradient.Device);
        result.Begin(gradient.Shape, 0);
        result.Pattern.Set(gradient.Pattern.Extent, []);
        return result;
    }
}
