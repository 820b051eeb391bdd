namespace SparseDiff.Tests.Architecture;

/// <summary>Where the sources are.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SparseDiff.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository: no SparseDiff.sln above " + AppContext.BaseDirectory);
    }
}
