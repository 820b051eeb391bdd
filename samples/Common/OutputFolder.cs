namespace Samples;

/// <summary>The folder of a program's results.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder and tries to write there, so that a training does not end with nowhere to put its results.</summary>
    /// <exception cref="TrainingException">Nothing can be written there.</exception>
    public static void Check(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, $".{Guid.NewGuid():N}.probe"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new TrainingException($"--output {folder}: nothing can be written there ({error.Message.TrimEnd('.')}).");
        }
    }
}
