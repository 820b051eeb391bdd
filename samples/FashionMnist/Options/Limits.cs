using System.CommandLine;

namespace FashionMnist.Options;

/// <summary>What an option may be; a message says the option, what it must be and what was given.</summary>
internal static class Limits
{
    public static void AtLeast(Option<int?> option, int least) =>
        Require(option, value => value is null || value >= least, $"must be at least {least}");

    public static void AtLeast(Option<int> option, int least) =>
        Require(option, value => value >= least, $"must be at least {least}");

    public static void Between(Option<int> option, int least, int most) =>
        Require(option, value => value >= least && value <= most, $"must be from {least} to {most}");

    public static void Share(Option<float?> option) =>
        Require(option, value => value is null or (>= 0f and <= 1f), "must be a share from 0 to 1");

    public static void Positive(Option<float?> option) =>
        Require(option, value => value is null || (value > 0f && float.IsFinite(value.Value)), "must be a positive number");

    public static void OneOf<T>(Option<string> option)
        where T : struct, Enum =>
#pragma warning disable CA1308 // These are names to be typed, and they are typed in lower case.
        option.AcceptOnlyFromAmong([.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())]);
#pragma warning restore CA1308

    private static void Require<T>(Option<T> option, Func<T?, bool> holds, string rule) => option.Validators.Add(result =>
    {
        // A value that is no number at all has its own message already.
        if (result.Errors.Any()) return;
        var value = result.GetValueOrDefault<T>();
        if (!holds(value)) result.AddError($"{option.Name} {rule}, not {value}.");
    });
}
