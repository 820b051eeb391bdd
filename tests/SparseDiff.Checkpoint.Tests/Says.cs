namespace SparseDiff.Tests.Checkpoints;

/// <summary>Errors and what they say.</summary>
public static class Says
{
    public static void Error<TException>(string expected, Action action)
        where TException : Exception
    {
        var error = Assert.ThrowsAny<TException>(action);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
