using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>A function of one number at every element.</summary>
    /// <remarks>
    /// In a differentiable method the function, a <c>[Differentiable]</c> one or a lambda, becomes part of a kernel. A call from elsewhere
    /// calls it once for each element, on the host.
    /// </remarks>
    public static Tensor Map(Tensor x, Func<float, float> function, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return OnHost([x], values => function(values[0]), into);
    }

    /// <summary>A function of two numbers at every element, broadcast.</summary>
    /// <remarks>As with one tensor.</remarks>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Map(Tensor x, Tensor y, Func<float, float, float> function, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return OnHost([x, y], values => function(values[0], values[1]), into);
    }

    /// <summary>A function of three numbers at every element, broadcast.</summary>
    /// <remarks>As with one tensor.</remarks>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Map(Tensor x, Tensor y, Tensor z, Func<float, float, float, float> function, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return OnHost([x, y, z], values => function(values[0], values[1], values[2]), into);
    }

    private static Tensor OnHost(ReadOnlySpan<Tensor> inputs, Func<float[], float> function, Slot into)
    {
        var shape = new int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        Tensor result = into.Take(inputs[0].Device, shape);
        var values = new float[result.Length];
        var arguments = new float[inputs.Length];
        var sources = new float[inputs.Length][];
        var indices = new int[inputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
            (sources[i], indices[i]) = (inputs[i].ToArray(), BroadcastIndex.Of(inputs[i].Shape, shape));
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < arguments.Length; j++)
                arguments[j] = sources[j][indices[j][i]];
            values[i] = function(arguments);
        }

        result.CopyFrom(values);
        return result;
    }
}
