namespace SparseDiff;

// The operators are the operations of their names; the generator reads them as such.
public sealed partial class Tensor
{
    /// <summary>a + b, element by element, broadcast (<see cref="Ops.Add(Tensor, Tensor, Slot)"/>).</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Ops.Add(a, b);

    /// <summary>a + b, element by element.</summary>
    public static Tensor operator +(Tensor a, float b) => Ops.Add(a, b);

    /// <summary>a + b, element by element.</summary>
    public static Tensor operator +(float a, Tensor b) => Ops.Add(a, b);

    /// <summary>a - b, element by element, broadcast (<see cref="Ops.Subtract(Tensor, Tensor, Slot)"/>).</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Ops.Subtract(a, b);

    /// <summary>a - b, element by element.</summary>
    public static Tensor operator -(Tensor a, float b) => Ops.Subtract(a, b);

    /// <summary>a - b, element by element.</summary>
    public static Tensor operator -(float a, Tensor b) => Ops.Subtract(a, b);

    /// <summary>a · b, element by element, broadcast (<see cref="Ops.Multiply(Tensor, Tensor, Slot)"/>).</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Ops.Multiply(a, b);

    /// <summary>a · b, element by element.</summary>
    public static Tensor operator *(Tensor a, float b) => Ops.Multiply(a, b);

    /// <summary>a · b, element by element.</summary>
    public static Tensor operator *(float a, Tensor b) => Ops.Multiply(a, b);

    /// <summary>a / b, element by element, broadcast (<see cref="Ops.Divide(Tensor, Tensor, Slot)"/>).</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Ops.Divide(a, b);

    /// <summary>a / b, element by element.</summary>
    public static Tensor operator /(Tensor a, float b) => Ops.Divide(a, b);

    /// <summary>a / b, element by element.</summary>
    public static Tensor operator /(float a, Tensor b) => Ops.Divide(a, b);

    /// <summary>-x, element by element.</summary>
    public static Tensor operator -(Tensor x) => Ops.Negate(x);
}
