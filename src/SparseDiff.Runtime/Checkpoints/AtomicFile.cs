namespace SparseDiff;

/// <summary>
/// Replaces a file so that it is, at every moment and after any crash, the old one or the new one, whole: written beside it,
/// flushed to the disk, renamed over it.
/// </summary>
internal static class AtomicFile
{
    private const string Extension = ".partial";

    /// <summary>Writes a file. What a crashed process left of this path is removed.</summary>
    public static void Write(string path, Action<FileStream> write)
    {
        string full = Path.GetFullPath(path);
        RemoveLeftovers(full);
        string temporary = $"{full}.{Guid.NewGuid():N}{Extension}";
        try
        {
            // Nobody shares it: as long as the lock is held, it is no leftover.
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void RemoveLeftovers(string full)
    {
        string start = full + ".";
        foreach (string leftover in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, "*" + Extension))
        {
            // Only names that this class makes: a user's own files are none of its business.
            if (!leftover.StartsWith(start, StringComparison.Ordinal) || !Guid.TryParseExact(leftover.AsSpan()[start.Length..^Extension.Length], "N", out _))
                continue;
            try
            {
                new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(leftover);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it.
            }
        }
    }
}
