namespace SparseDiff.Cpu;

/// <summary>Where the fewest largest entries end that hold a share of the energy: those above a magnitude, and the first so many of exactly it.</summary>
/// <param name="Rank">The magnitude.</param>
/// <param name="Ties">How many entries of exactly this magnitude pass, at least one.</param>
/// <param name="AllTies">Whether those are all that there are.</param>
/// <param name="Count">How many entries pass.</param>
internal readonly record struct EnergyCut(int Rank, int Ties, bool AllTies, long Count);
