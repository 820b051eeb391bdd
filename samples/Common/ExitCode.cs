namespace Samples;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The data are wrong, or training failed.</summary>
    public const int Failure = 1;

    /// <summary>An option is wrong; nothing was run or written.</summary>
    public const int BadOptions = 2;
}
