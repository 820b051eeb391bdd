using System.Diagnostics;

namespace SparseDiff.Package.Tests;

/// <summary>Runs the dotnet command as a user would in a fresh shell.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command, and returns what it wrote.</summary>
    public static string Run(string directory, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The build that runs this test must not rule the one that it starts.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(Patience);
        if (!ended) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        var text = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        Assert.True(ended, $"dotnet {string.Join(' ', arguments)} did not end in {Patience}:\n{text}");
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} gave exit code {process.ExitCode}:\n{text}");
        return text;
    }
}
