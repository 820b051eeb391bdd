namespace Samples;

/// <summary>The directory of the solution, when the program runs inside a checkout.</summary>
internal static class RepositoryRoot
{
    public static string? Find() => Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory);

    /// <summary>A path as a person may type it where the program was started.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }

    private static string? Above(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "SparseDiff.sln"))) return directory.FullName;
        }

        return null;
    }
}
