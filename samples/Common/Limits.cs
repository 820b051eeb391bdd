using System.CommandLine;

namespace Samples;

/// <summary>What an option may be; a message says the option, what it must be and what was given.</summary>
internal static class Limits
{
    public static void AtLeast(Option<int> option, int least) =>
        Require(option, value => value >= least, $"must be at least {least}");

    public static void Between(Option<int> option, int least, int most) =>
        Require(option, value => value >= least && value <= most, $"must be from {least} to {most}");

    public static void Share(Option<float> option) =>
        Require(option, value => value is >= 0f and <= 1f, "must be a share from 0 to 1");

    public static void Positive(Option<float> option) =>
        Require(option, value => value > 0f && float.IsFinite(value), "must be a positive number");

    public static void OneOf(Option<string> option, IEnumerable<string> names) => OneOf<string>(option, names, value => [value]);

    public static void SomeOf(Option<string[]> option, IEnumerable<string> names) => OneOf(option, names, values => values);

    private static void OneOf<T>(Option<T> option, IEnumerable<string> names, Func<T, IEnumerable<string>> read)
    {
        var allowed = names.ToArray();
        option.CompletionSources.Add(allowed);
        Require(option, value => value is not null && read(value).All(allowed.Contains), $"must be one of {string.Join(", ", allowed)}");
    }

    private static void Require<T>(Option<T> option, Func<T?, bool> holds, string rule) => option.Validators.Add(result =>
    {
        if (!Holds()) result.AddError($"{option.Name} {rule}, not {string.Join(' ', result.Tokens.Select(token => token.Value))}.");

        bool Holds()
        {
            try
            {
                return holds(result.GetValueOrDefault<T>());
            }
            catch (InvalidOperationException)
            {
                return true; // No number at all: that has its own message already.
            }
        }
    });
}
