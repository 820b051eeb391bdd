namespace SparseDiff.Kernels;

/// <summary>
/// A function of numbers at the entries of lanes, such as one with a loop whose number of turns differs from entry to entry:
/// <see cref="ILane{V}.Each"/> calls it for one entry after the other.
/// </summary>
public interface IEntries
{
    /// <summary>The value at an entry, in single precision.</summary>
    float Single(int entry);

    /// <summary>The value at an entry, in double precision.</summary>
    double Double(int entry);
}
