namespace SparseDiff;

/// <summary>How files from elsewhere call and lay out the parameters of a model: a table of names.</summary>
/// <example>
/// <code>
/// var layout = new ParameterLayout(
///     new("Tokens", "wte.weight"),
///     new("Blocks.*.Qkv.W", "h.*.attn.c_attn.weight", IsTransposed: true))
/// {
///     OptionalPrefix = "transformer.",
///     Ignored = ["h.*.attn.bias"],
/// };
/// Checkpoint.LoadParameters("model.safetensors", model, layout);
/// </code>
/// </example>
public sealed class ParameterLayout
{
    private readonly NamePattern[] ours;
    private readonly ParameterRule[] rules;

    /// <summary>A layout by its rules; the first that fits a parameter's name is used.</summary>
    /// <exception cref="ArgumentException">The two names of a rule have different numbers of <c>*</c>.</exception>
    public ParameterLayout(params ReadOnlySpan<ParameterRule> rules)
    {
        this.rules = rules.ToArray();
        ours = [.. this.rules.Select(static rule => new NamePattern(rule.Model))];
        foreach (ParameterRule rule in rules)
        {
            if (new NamePattern(rule.Model).Stars != new NamePattern(rule.File).Stars)
                throw new ArgumentException($"The rule '{rule.Model}' for '{rule.File}' must have as many * in the one as in the other, each alone between dots.", nameof(rules));
        }
    }

    /// <summary>The layout of our own files: every parameter under its own name.</summary>
    public static ParameterLayout Own { get; } = new();

    /// <summary>What files may or may not have in front of every name.</summary>
    public string OptionalPrefix { get; init; } = "";

    /// <summary>Tensors of the file that the model does not need, such as buffers; <c>*</c> stands for any text without a dot.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Parameters of the model that such files do not have, such as adapters: they keep their values. <c>*</c> stands for any text without a dot.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>The prefix that a file's names have: the optional one, or none.</summary>
    internal string PrefixIn(IEnumerable<string> names) =>
        OptionalPrefix.Length > 0 && names.Any(name => name.StartsWith(OptionalPrefix, StringComparison.Ordinal)) ? OptionalPrefix : "";

    /// <summary>How the file has a parameter of the model.</summary>
    internal StoredParameter Find(string name, string prefix)
    {
        if (ReferenceEquals(this, Own))
            return new StoredParameter(name, IsTransposed: false);
        for (int i = 0; i < rules.Length; i++)
        {
            if (ours[i].Match(name) is { } texts)
                return new StoredParameter(prefix + NamePattern.Fill(rules[i].File, texts), rules[i].IsTransposed);
        }

        throw new ArgumentException($"The layout has no rule for the model's parameter {name}.", nameof(name));
    }

    /// <summary>The parameters of a model that files of this layout have.</summary>
    internal IEnumerable<NamedTensor> PresentOf(IModel model) =>
        model.Parameters.Where(parameter => !Absent.Any(pattern => new NamePattern(pattern).Match(parameter.Name) is not null));

    /// <summary>Whether a tensor of the file is none of the model's.</summary>
    internal bool Ignores(string name, string prefix) =>
        Ignored.Any(pattern => new NamePattern(pattern).Match(name) is not null || new NamePattern(prefix + pattern).Match(name) is not null);
}
