using System.Text.RegularExpressions;

namespace SparseDiff.Tests.Ptx;

/// <summary>What is known to go wrong in ILGPU's PTX although it "compiled": each finding says why the text must not be shipped.</summary>
internal static partial class PtxLint
{
    public static IReadOnlyList<string> Check(string ptx)
    {
        var findings = new List<string>();
        string[] lines = ptx.Split('\n').Select(static line => line.Trim()).Where(static line => !line.StartsWith("//", StringComparison.Ordinal)).ToArray();
        HashSet<string> declared = [.. lines.Select(static line => Function().Match(line)).Where(static m => m.Success).Select(static m => m.Groups["name"].Value)];
        string? current = null;
        foreach (string line in lines)
        {
            if (Function().Match(line) is { Success: true } function)
                current = function.Groups["name"].Value;
            if (line.Contains(".extern", StringComparison.Ordinal) && line.Contains(".func", StringComparison.Ordinal))
                findings.Add($"a function without a body, which no driver links: {line}");
            if (line.Contains(".approx", StringComparison.Ordinal))
                findings.Add($"an approximation too coarse for gradient checks: {line}");

            // Under O2 ILGPU writes this also where threads differ: in a loop whose bounds a divergent branch moves.
            if (PredicatedUniform().IsMatch(line))
                findings.Add($"a branch that claims all threads agree, under a condition: {line}");
            if (Call().Match(line) is not { Success: true } call)
                continue;
            string callee = call.Groups["name"].Value;
            if (callee == current)
                findings.Add($"a function that calls itself: {line}");
            else if (!declared.Contains(callee))
                findings.Add($"a call of a function that is not in the text: {line}");
        }

        if (!ptx.Contains(".entry", StringComparison.Ordinal))
            findings.Add("no kernel in the text");
        return findings;
    }

    // .func (.reg .b32 %retval) Name( …  or  .func Name(
    [GeneratedRegex(@"^(\.visible\s+|\.weak\s+|\.extern\s+)*\.func\s+(\([^)]*\)\s*)?(?<name>[\w$%]+)\s*\(?")]
    private static partial Regex Function();

    // call (result), Name, (arguments)  or  call.uni Name, (arguments)
    [GeneratedRegex(@"\bcall(\.uni)?\s+(\([^)]*\)\s*,\s*)?(?<name>[A-Za-z_$%][\w$%]*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"^@!?%\w+\s+bra\.uni\b")]
    private static partial Regex PredicatedUniform();
}
