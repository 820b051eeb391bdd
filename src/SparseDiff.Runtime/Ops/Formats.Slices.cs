using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Formats
{
    /// <summary>The gradient as a dense tensor; never called implicitly.</summary>
    public static Tensor ToDense(this SparseSlices slices, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(slices);
        Tensor dense = into.Take(slices.Device, slices.Shape);
        if (slices.Pattern.IsAll)
        {
            slices.Device.Kernels.Copy(slices.Values, dense);
            return dense;
        }

        slices.Device.Kernels.Fill(dense, 0);
        slices.Device.Kernels.Scatter(slices.Values, slices.Axis, slices.Pattern, dense);
        return dense;
    }

    /// <summary>a + b of two gradients of one shape: the same slices where they share them, else the union of both.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static TSlices Add<TSlices>(TSlices a, TSlices b, SparseSlot into = default)
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckSum(a.Shape, b.Shape);
        TSlices result = TSlices.Take(into, a.Device);
        if (ReferenceEquals(a.Pattern, b.Pattern))
        {
            Tensor sum = result.BeginLike(a, a.Shape);
            a.Device.Kernels.Elementwise(default(Binary<Lanes.Add>), [a.Values, b.Values], [sum]);
            return result;
        }

        int[] left = a.Pattern.ToArray();
        int[] right = b.Pattern.ToArray();
        int[] union = [.. left.Union(right).Order()];
        result.Begin(a.Shape, union.Length);
        result.Pattern.Set(a.Extent, union);
        result.Device.Kernels.Fill(result.Values, 0);
        AddInto(result, union, a, left);
        AddInto(result, union, b, right);
        return result;
    }

    /// <summary>a + b of a gradient of slices and a dense one of one shape, which is dense.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Add(SparseSlices a, Tensor b, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckSum(a.Shape, b.Shape);
        Tensor result = into.TakeLike(b);
        if (!ReferenceEquals(result, b))
            b.Device.Kernels.Copy(b, result);
        b.Device.Kernels.Scatter(a.Values, a.Axis, a.Pattern, result);
        return result;
    }

    /// <summary>The gradient of a tensor that was broadcast: itself where the shapes are equal, else the sums, of the same slices where the axis was not stretched.</summary>
    public static TSlices SumTo<TSlices>(TSlices dY, Tensor like, SparseSlot into = default)
        where TSlices : SparseSlices, ISparseSlices<TSlices>
    {
        ArgumentNullException.ThrowIfNull(dY);
        ArgumentNullException.ThrowIfNull(like);
        if (dY.Shape.SequenceEqual(like.Shape))
            return dY;
        TSlices result = TSlices.Take(into, dY.Device);
        int axis = dY.Axis - dY.Shape.Length + like.Rank;
        bool sameSlices = axis >= 0 && like.Rank > 0 && like.Shape[axis] == dY.Pattern.Extent && result.IsAlong(axis, like.Rank);
        Tensor sums = sameSlices ? result.BeginLike(dY, like.Shape) : result.BeginAll(like.Shape);
        if (sameSlices || axis < 0 || like.Rank == 0 || like.Shape[axis] == 1)
            dY.Device.Kernels.SumTo(dY.Values, sums, scale: 1, accumulate: false);
        else
            dY.Device.Kernels.SumTo(dY.ToDense(), sums, scale: 1, accumulate: false);
        return result;
    }

    /// <summary>The gradient of a parameter that may have been broadcast: into += dY summed to its shape; of selected columns only the rows of a bias ([columns]) that they belong to.</summary>
    public static void SumTo(SparseSlices dY, RowGradient into)
    {
        ArgumentNullException.ThrowIfNull(dY);
        ArgumentNullException.ThrowIfNull(into);
        KernelSet kernels = dY.Device.Kernels;
        if (into.Shape.Length == 1 && dY is SparseColumns && into.Shape[0] == dY.Pattern.Extent)
        {
            Tensor sums = Scratch.Take(dY.Device, [dY.Pattern.Count]);
            kernels.SumTo(dY.Values, sums, scale: 1, accumulate: false);
            kernels.AddRows(sums, dY.Pattern, into);
            return;
        }

        bool stretched = dY is SparseExamples && into.Shape.Length < dY.Shape.Length;
        kernels.SumTo(stretched ? dY.Values : dY.ToDense(), into.Buffer, scale: 1, accumulate: into.TouchAll());
    }

    private static void AddInto(SparseSlices sum, int[] union, SparseSlices part, int[] slices)
    {
        using AxisPattern places = new(sum.Device);
        places.Set(union.Length, Array.ConvertAll(slices, slice => Array.BinarySearch(union, slice)));
        sum.Device.Kernels.Scatter(part.Values, sum.Axis, places, sum.Values);
    }

    private static void CheckSum(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (!a.SequenceEqual(b))
            throw new ShapeException($"Add: the gradients are {Shapes.Text(a)} and {Shapes.Text(b)}; they must have one shape.");
    }
}
