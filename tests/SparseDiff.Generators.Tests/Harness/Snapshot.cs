#if SNAPSHOT_VERIFY
using VerifyXunit;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>The one seam of all snapshot tests, compiled against Verify.</summary>
internal static class Snapshot
{
    /// <summary>Compares a text with its golden file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The golden file without <c>.verified.cs</c>, relative to <c>snapshots</c>.</param>
    public static async Task Verify(string text, string name)
    {
        string path = Path.Combine(Repository.Snapshots, name);
        await Verifier.Verify(text, extension: "cs").UseDirectory(Path.GetDirectoryName(path)!).UseFileName(Path.GetFileName(path));
    }
}
#else
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>The one seam of all snapshot tests: a small engine with Verify's file names.</summary>
/// <remarks>
/// The golden file is <c>NAME.verified.cs</c>. When it is missing or different the test writes <c>NAME.received.cs</c> and fails
/// with a diff. With SPARSEDIFF_ACCEPT_SNAPSHOTS=1 in the environment it writes the golden file instead.
/// </remarks>
internal static class Snapshot
{
    private const int ContextLines = 3;

    public static bool IsAccepting => Environment.GetEnvironmentVariable("SPARSEDIFF_ACCEPT_SNAPSHOTS") == "1";

    /// <summary>Compares a text with its golden file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The golden file without <c>.verified.cs</c>, relative to <c>snapshots</c>.</param>
    public static Task Verify(string text, string name)
    {
        string verified = Path.Combine(Repository.Snapshots, name + ".verified.cs");
        string received = Path.Combine(Repository.Snapshots, name + ".received.cs");
        if (IsAccepting)
            File.WriteAllText(verified, text);
        if (!File.Exists(verified))
        {
            File.WriteAllText(received, text);
            Assert.Fail($"The golden file of {name} is missing. Read {received}; rename it to .verified.cs, or run again with SPARSEDIFF_ACCEPT_SNAPSHOTS=1.");
        }

        string expected = File.ReadAllText(verified);
        if (expected != text)
        {
            File.WriteAllText(received, text);
            Assert.Fail($"{name} differs from its golden file (- golden, + now):\n{Diff(expected, text)}\nRead {received}; to accept it run again with SPARSEDIFF_ACCEPT_SNAPSHOTS=1.");
        }

        File.Delete(received);
        return Task.CompletedTask;
    }

    private static string Diff(string expected, string actual)
    {
        List<DiffPiece> lines = InlineDiffBuilder.Diff(expected, actual).Lines;
        StringBuilder text = new();
        for (int i = 0; i < lines.Count; i++)
        {
            bool isNear = Enumerable.Range(i - ContextLines, (2 * ContextLines) + 1)
                .Any(near => near >= 0 && near < lines.Count && lines[near].Type != ChangeType.Unchanged);
            if (!isNear)
                continue;
            char mark = lines[i].Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' };
            text.Append(mark).Append(' ').Append(lines[i].Text).Append('\n');
        }

        return text.ToString();
    }
}
#endif
