namespace Samples;

/// <summary>Writes a file so that nobody ever sees half of it: into a temporary neighbour, then renamed.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<string> writeTo)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // The extension stays last: image writers go by it.
        var temporary = Path.ChangeExtension(path, $".{Guid.NewGuid():N}.partial{Path.GetExtension(path)}");
        try
        {
            writeTo(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
