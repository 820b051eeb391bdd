namespace FashionMnist.Options;

/// <summary>The directory of the solution, when the program runs inside a checkout.</summary>
internal static class RepositoryRoot
{
    public static string? Find() => Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory);

    private static string? Above(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "SparseDiff.sln"))) return directory.FullName;
        }

        return null;
    }
}
