using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>A mapped function that vector registers cannot compute.</summary>
/// <param name="Key">The key of calls.</param>
/// <param name="Why">Why not, as the end of a sentence.</param>
/// <param name="Lanes">The functions it calls that have a lane struct.</param>
internal sealed record EntryByEntry(string Key, string Why, EquatableArray<string> Lanes);
