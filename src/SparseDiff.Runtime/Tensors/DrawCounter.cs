namespace SparseDiff;

/// <summary>How many random numbers the operations of one workspace have drawn: all of a model's random state, as numbers are made from (seed, count).</summary>
internal sealed class DrawCounter
{
    private ulong count;

    public ulong Count
    {
        get => count;
        set => count = value;
    }

    public ulong Next() => count++;
}
