using System.Globalization;

namespace PaperStudy.Reporting;

/// <summary>What every form of the report says first.</summary>
internal static class StudyText
{
    public static string About(StudyReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"Options: {(report.Arguments.Length == 0 ? "none" : report.Arguments)}. {report.Environment.Processor}, {report.Environment.Cores} cores, {report.Threads} threads; {report.Environment.DotNet}; dense products: {report.Environment.DenseBackend}. Load of the machine: {report.Load}. Images: {report.Images}. {report.Seconds:0} seconds in all. Runs that are compared train in turns in one process; times of steps are medians, and \"seconds\" are a run's own training steps, tests excluded.");

    /// <summary>So many of something.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>The seeds of a comparison.</summary>
    public static string Seeds(IReadOnlyList<int> seeds) => $"{(seeds.Count == 1 ? "seed" : "seeds")} {string.Join(", ", seeds)}";
}
