using SparseDiff.Kernels;

namespace SparseDiff;

/// <content>Gradients of local arrays and lists.</content>
public static partial class Formats
{
    /// <summary>The gradient of an element that was read: added to what other reads gave.</summary>
    /// <param name="into">The gradients of the list's elements.</param>
    /// <param name="index">The element.</param>
    /// <param name="dElement">Its gradient, of the element's shape; copied.</param>
    public static void Add(this ListGradient into, int index, Tensor dElement)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(dElement);
        Tensor gradient = into.Room(index, dElement, out bool accumulate);
        if (accumulate)
            dElement.Device.Kernels.SumTo(dElement, gradient, scale: 1, accumulate: true);
        else
            dElement.Device.Kernels.Copy(dElement, gradient);
    }
}
