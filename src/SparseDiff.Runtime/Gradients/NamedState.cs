namespace SparseDiff;

/// <summary>A piece of training state and its name, such as <c>Loss</c> for the workspace of that method.</summary>
/// <param name="Name">The dotted name; unique within the model.</param>
/// <param name="State">The state itself.</param>
public readonly record struct NamedState(string Name, ITrainingState State);
