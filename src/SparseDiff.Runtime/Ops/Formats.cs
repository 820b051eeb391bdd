using System.Diagnostics.CodeAnalysis;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>The algebra of gradient formats: sums, un-broadcasting, and the one explicit way from sparse to dense.</summary>
public static partial class Formats
{
    /// <summary>The gradient as a dense tensor; never called implicitly.</summary>
    public static Tensor ToDense(this SparseRows sparse, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(sparse);
        Tensor dense = into.Take(sparse.Device, sparse.Shape);
        sparse.Device.Kernels.Densify(sparse, dense);
        return dense;
    }

    /// <summary>a + b of two sparse gradients of one shape: the union of the selections.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static SparseRows Add(SparseRows a, SparseRows b, SparseSlot into = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckSum(a.Shape, b.Shape);
        SparseRows result = into.Take(a.Device);
        a.Device.Kernels.AddSparse(a, b, result);
        return result;
    }

    /// <summary>a + b of a sparse and a dense gradient of one shape, which is dense.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Add(SparseRows a, Tensor b, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckSum(a.Shape, b.Shape);
        Tensor result = into.TakeLike(b);
        if (!ReferenceEquals(result, b))
            b.Device.Kernels.Copy(b, result);
        a.Device.Kernels.AddTo(a, result);
        return result;
    }

    /// <summary>The gradient of a tensor that was broadcast: dY summed over the dimensions in which it stretched. dY itself where the shapes are equal.</summary>
    public static Tensor SumTo(Tensor dY, Tensor like, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(dY);
        ArgumentNullException.ThrowIfNull(like);
        if (dY.HasShapeOf(like))
            return dY;
        Tensor result = into.TakeLike(like);
        dY.Device.Kernels.SumTo(dY, result, scale: 1, accumulate: false);
        return result;
    }

    /// <summary>The same for a sparse gradient: itself where the shapes are equal, else the sums as a sparse gradient that holds everything.</summary>
    public static SparseRows SumTo(SparseRows dY, Tensor like, SparseSlot into = default)
    {
        ArgumentNullException.ThrowIfNull(dY);
        ArgumentNullException.ThrowIfNull(like);
        if (dY.Shape.SequenceEqual(like.Shape))
            return dY;
        SparseRows result = into.Take(dY.Device);
        Tensor sums = result.BeginMasked(like.Shape);
        dY.Device.Kernels.SumTo(dY.ToDense(), sums, scale: 1, accumulate: false);
        return result;
    }

    /// <summary>The gradient of a parameter that may have been broadcast: into += dY summed to its shape.</summary>
    public static void SumTo(Tensor dY, RowGradient into)
    {
        ArgumentNullException.ThrowIfNull(dY);
        ArgumentNullException.ThrowIfNull(into);
        bool accumulate = into.TouchAll();
        dY.Device.Kernels.SumTo(dY, into.Buffer, scale: 1, accumulate);
    }

    /// <summary>The same for a sparse gradient; a bias ([columns]) stays sparse.</summary>
    public static void SumTo(SparseRows dY, RowGradient into)
    {
        ArgumentNullException.ThrowIfNull(dY);
        ArgumentNullException.ThrowIfNull(into);
        if (into.Shape.Length == 1 && into.Shape[0] == dY.Columns)
            dY.Device.Kernels.SparseColumnSums(dY, into);
        else
            SumTo(dY.ToDense(), into);
    }

    /// <summary>The gradient of a value that none reaches; none for a value that is not there, because another way was taken through the method.</summary>
    [return: NotNullIfNotNull(nameof(like))]
    public static Tensor? Zeros(Tensor? like, Slot into = default)
    {
        if (like is null)
            return null;
        Tensor zeros = into.TakeLike(like);
        zeros.Storage.Clear(zeros.Offset, zeros.Length);
        return zeros;
    }

    /// <summary>A copy, out of memory that something else will use again.</summary>
    public static Tensor Copy(Tensor source, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        Tensor copy = into.TakeLike(source);
        source.Device.Kernels.Copy(source, copy);
        return copy;
    }
}
