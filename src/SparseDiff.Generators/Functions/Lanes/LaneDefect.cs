namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>Ends the writing of lane code for a function that lanes cannot compute; the message says why, as the end of a sentence.</summary>
internal sealed class LaneDefect : Exception
{
    public LaneDefect()
    {
    }

    public LaneDefect(string message)
        : base(message)
    {
    }

    public LaneDefect(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
