namespace SparseDiff;

/// <summary>What a checkpoint says about itself.</summary>
/// <param name="Step">The step that the training had reached, as its user counts.</param>
/// <param name="Metadata">The texts that the user saved with it.</param>
public sealed record CheckpointInfo(long Step, IReadOnlyDictionary<string, string> Metadata);
