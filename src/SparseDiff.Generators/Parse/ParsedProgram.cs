using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Everything that the generator reads of a compilation.</summary>
/// <param name="Files">The files that have marked members, in the compilation's order.</param>
/// <param name="Rules">The operations and rules that it sees.</param>
/// <param name="HasGpu">Whether the runtime that it refers to can run kernels on a GPU.</param>
internal sealed record ParsedProgram(EquatableArray<ParsedFile> Files, RuleTable Rules, bool HasGpu);
