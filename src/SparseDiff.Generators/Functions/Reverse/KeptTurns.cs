using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Room for what a variable is at the beginning of each turn of a loop, when the most turns are known.</summary>
/// <param name="Name">What the room is called.</param>
/// <param name="Variable">The variable.</param>
/// <param name="Turns">The most turns.</param>
internal readonly record struct KeptTurns(string Name, Variable Variable, int Turns);
