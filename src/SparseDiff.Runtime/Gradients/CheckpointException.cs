namespace SparseDiff;

/// <summary>A file that is no checkpoint, is damaged, or does not go with the model. The message says what was expected and what came.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>An error without a message of its own.</summary>
    public CheckpointException()
    {
    }

    /// <summary>An error with a message.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
