using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>1 / (1 + e^(-x)), of a number.</summary>
    public static float Sigmoid(float x) => Lanes.Sigmoid.Apply(new FloatLane(x)).Value;

    /// <summary>max(x, 0), of a number. Its derivative at 0 is 0.</summary>
    public static float Relu(float x) => Lanes.Relu.Apply(new FloatLane(x)).Value;

    /// <summary>x · sigmoid(x), of a number.</summary>
    public static float Silu(float x) => Lanes.Silu.Apply(new FloatLane(x)).Value;

    /// <summary>log(1 + e^x), of a number.</summary>
    public static float Softplus(float x) => Lanes.Softplus.Apply(new FloatLane(x)).Value;

    /// <summary>x · x, of a number.</summary>
    public static float Square(float x) => x * x;
}
