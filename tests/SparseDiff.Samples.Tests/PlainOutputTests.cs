using FashionMnist.Options;
using FashionMnist.Reporting;

namespace SparseDiff.Samples.Tests;

public sealed class PlainOutputTests
{
    [Fact]
    public void Redirected_output_is_plain_lines()
    {
        using var output = new StringWriter();
        var screen = Screen.Plain(output);
        screen.Say("data from somewhere");
        Runs.Race(screen.View, new FakeTrainee(Policy.Dense), new FakeTrainee(Policy.Sampled));
        screen.Show(ClosingTable.Of(Runs.Report(), screen.IsPlain));
        var text = output.ToString();
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\r', text.ReplaceLineEndings("\n"));
        Assert.Contains("test 100.00 %", text, StringComparison.Ordinal);
        Assert.DoesNotContain('│', text);
    }

    [Fact]
    public void A_long_line_is_not_folded()
    {
        using var output = new StringWriter();
        Screen.Plain(output).Say(new string('x', 400));
        Assert.Single(output.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_table_has_a_row_per_policy_and_a_column_per_question()
    {
        using var output = new StringWriter();
        Screen.Plain(output).Show(ClosingTable.Of(Runs.Report(), plain: true));
        var lines = output.ToString().Split('\n');
        var header = Assert.Single(lines, line => line.Contains("policy", StringComparison.Ordinal));
        Assert.All((string[])["test accuracy", "forward ms", "backward ms", "optimizer ms", "step ms", "backward speed-up", "step speed-up", "seconds to"], column => Assert.Contains(column, header, StringComparison.Ordinal));
        foreach (var policy in Policy.All) Assert.Single(lines, line => line.StartsWith($"| {policy.Name}", StringComparison.Ordinal));
    }
}
