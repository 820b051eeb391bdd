using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Rules;

/// <summary>What a rule multiplies: a cotangent on its way down, or a tangent on its way up.</summary>
/// <param name="Text">A variable or a product, without its sign.</param>
/// <param name="IsNegative">The sign.</param>
/// <param name="IsAtom">Whether the text is a single name or number.</param>
internal sealed record Seed(string Text, bool IsNegative, bool IsAtom)
{
    /// <summary>Whether the text is a sum, which needs parentheses as a factor.</summary>
    public bool IsSum { get; init; }

    public static Seed Of(string name) => new(name, false, true);

    /// <summary>The number 1: the gradient of the result.</summary>
    public static Seed One(NumberType type) => Of("1" + type.Suffix());

    public bool IsOne => Text is "1f" or "1d";

    public Seed Negated => this with { IsNegative = !IsNegative };

    public Seed Times(string factor) => IsOne ? this with { Text = factor, IsAtom = IsName(factor) } : this with { Text = $"{Text} * {factor}", IsAtom = false };

    public Seed Over(string divisor) => this with { Text = $"{Text} / {divisor}", IsAtom = false };

    public Seed In(NumberType type) => IsOne ? One(type) with { IsNegative = IsNegative }
        : type == NumberType.Double ? this
        : this with { Text = IsAtom ? $"(float){Text}" : $"(float)({Text})", IsAtom = false, IsSum = false };

    /// <summary>Applies a rule.</summary>
    /// <param name="rule">The rule's text.</param>
    /// <param name="type">The type of the function's value.</param>
    /// <param name="math">The class that is <c>Math</c> for the type.</param>
    /// <param name="operand">The text of an argument.</param>
    /// <param name="result">The text of the value.</param>
    public Seed Apply(string rule, NumberType type, string math, Func<int, string> operand, Func<string> result)
    {
        bool changesSign = rule[0] == '-';
        string text = changesSign ? rule.Substring(1) : rule;
        bool isSingle = type == NumberType.Single;
        text = text.Replace("#", type.Suffix()).Replace("{M}", math).Replace("{O}", "global::SparseDiff.Ops")
            .Replace("{ln2}", isSingle ? "0.6931472f" : "0.6931471805599453d").Replace("{ln10}", isSingle ? "2.3025851f" : "2.302585092994046d");
        for (int i = 0; i < 3; i++)
        {
            if (text.Contains($"{{{i}}}"))
                text = text.Replace($"{{{i}}}", operand(i));
        }

        if (text.Contains("{y}"))
            text = text.Replace("{y}", result());
        text = IsOne && text.StartsWith("{c} * ", StringComparison.Ordinal) ? text.Substring("{c} * ".Length) : text.Replace("{c}", Text);
        return new Seed(text, IsNegative ^ changesSign, IsName(text));
    }

    /// <summary>The text with its sign.</summary>
    public string Signed => !IsNegative ? Text : IsSum ? $"-({Text})" : "-" + Text;

    private static bool IsName(string text) => text.All(static c => char.IsLetterOrDigit(c) || c is '_' or '@' or '.');
}
