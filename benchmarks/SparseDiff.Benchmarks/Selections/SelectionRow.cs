namespace SparseDiff.Benchmarks.Selections;

/// <summary>What a selection took, and what it returned.</summary>
/// <param name="Algorithm">Its name.</param>
/// <param name="Length">Entries of the tensor.</param>
/// <param name="Wanted">Entries that were asked for.</param>
/// <param name="Returned">Entries that came, at the median.</param>
/// <param name="ColdMs">Milliseconds, no entry in a cache; 10th percentile.</param>
/// <param name="WarmMs">Milliseconds, step after step on a gradient that drifts; 10th percentile.</param>
/// <param name="ColdShare">4 d bytes in that time, relative to reading alone.</param>
/// <param name="WarmShare">The same warm.</param>
internal sealed record SelectionRow(
    string Algorithm, int Length, int Wanted, long Returned, double ColdMs, double WarmMs, double ColdShare, double WarmShare);
