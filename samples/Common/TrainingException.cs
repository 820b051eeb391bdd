namespace Samples;

/// <summary>Training cannot start or cannot go on; the message says why and what may help.</summary>
internal sealed class TrainingException(string message) : Exception(message);
