namespace Samples.Language;

/// <summary>What a program does unless told otherwise.</summary>
/// <param name="Name">The program's name in paths.</param>
/// <param name="Steps">Steps of each run.</param>
/// <param name="QuickSteps">The same of a quick run.</param>
/// <param name="Batch">Windows in a step.</param>
/// <param name="Context">Tokens in a window.</param>
/// <param name="Rate">The highest learning rate.</param>
/// <param name="Policies">All that can be compared.</param>
/// <param name="Compared">What is compared.</param>
internal sealed record LanguageDefaults(
    string Name, int Steps, int QuickSteps, int Batch, int Context, float Rate, IReadOnlyList<string> Policies, IReadOnlyList<string> Compared);
