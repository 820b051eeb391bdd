using System.Globalization;

namespace SparseDiff;

/// <summary>How much of a gradient a policy lets pass: a count or a share of what competes.</summary>
public readonly record struct Budget
{
    private readonly Kind kind;
    private readonly float value;

    private Budget(Kind kind, float value) => (this.kind, this.value) = (kind, value);

    private enum Kind
    {
        Ratio,
        Count,
    }

    /// <summary>So many.</summary>
    public static Budget OfCount(int k) => new(Kind.Count, k);

    /// <summary>This share, in [0, 1], but at least one.</summary>
    public static Budget OfRatio(float ratio) => new(Kind.Ratio, ratio);

    /// <summary>A whole number is a count.</summary>
    public static implicit operator Budget(int k) => OfCount(k);

    /// <summary>A fraction is a ratio.</summary>
    public static implicit operator Budget(float ratio) => OfRatio(ratio);

    /// <summary>How many of so many entries pass.</summary>
    /// <param name="policy">The policy, for messages.</param>
    /// <param name="entries">How many compete.</param>
    /// <param name="among">What they are, for messages, such as <c>of a row</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    public int CountOf(string policy, int entries, string among) => kind == Kind.Count
        ? SelectionSize.FromCount(policy, (int)value, entries, among)
        : SelectionSize.FromRatio(policy, value, entries);

    /// <inheritdoc/>
    public override string ToString() => kind == Kind.Count
        ? "k = " + value.ToString(CultureInfo.InvariantCulture)
        : value.ToString("P1", CultureInfo.InvariantCulture);
}
