namespace SparseDiff;

/// <summary>Some of an operation's operands, by their places among those that compete.</summary>
/// <param name="Bits">Bit i for operand i.</param>
public readonly record struct ChildSet(ulong Bits)
{
    /// <summary>The operands of these places.</summary>
    public static ChildSet Of(params ReadOnlySpan<int> places)
    {
        ulong bits = 0;
        foreach (int place in places)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, 64u, nameof(places));
            bits |= 1UL << place;
        }

        return new ChildSet(bits);
    }

    /// <summary>Whether an operand is among them.</summary>
    public bool Has(int place) => ((Bits >> place) & 1) != 0;
}
