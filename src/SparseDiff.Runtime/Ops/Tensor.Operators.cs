namespace SparseDiff;

// The operators are the operations of their names; the generator reads them as such.
public sealed partial class Tensor
{
    /// <summary>a · b, element by element, broadcast (<see cref="Ops.Multiply(Tensor, Tensor, Slot)"/>).</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Ops.Multiply(a, b);

    /// <summary>a · b, element by element.</summary>
    public static Tensor operator *(Tensor a, float b) => Ops.Multiply(a, b);

    /// <summary>a · b, element by element.</summary>
    public static Tensor operator *(float a, Tensor b) => Ops.Multiply(b, a);
}
