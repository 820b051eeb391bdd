namespace SparseDiff;

/// <summary>Tensors of shapes that do not go together. The message names the operation, the shapes and what must be equal.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An error without a message of its own.</summary>
    public ShapeException()
    {
    }

    /// <summary>An error with a message.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
