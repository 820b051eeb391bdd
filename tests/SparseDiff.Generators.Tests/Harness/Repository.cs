namespace SparseDiff.Generators.Tests.Harness;

/// <summary>Where the working copy lies that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Snapshots => Path.Combine(Root, "snapshots");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SparseDiff.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not lie inside a working copy.");
    }
}
