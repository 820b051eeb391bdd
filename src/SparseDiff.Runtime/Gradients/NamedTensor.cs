using System.Globalization;

namespace SparseDiff;

/// <summary>A parameter and its name in the model, such as <c>W1</c> or <c>blocks.0.w_qkv</c>.</summary>
/// <param name="Name">The dotted name.</param>
/// <param name="Tensor">The parameter itself.</param>
public readonly record struct NamedTensor(string Name, Tensor Tensor)
{
    /// <summary>The parameter itself.</summary>
    /// <exception cref="InvalidOperationException">The model's member is null.</exception>
    public Tensor Tensor { get; init; } =
        Tensor ?? throw new InvalidOperationException($"The parameter {Name} is null; give it a tensor where it is declared or in the constructor of its model.");

    /// <summary>The parameters of a model that another holds in a member: <c>member.W</c>. None for no model.</summary>
    public static IEnumerable<NamedTensor> Of(string member, IModel? model) =>
        model is null ? [] : model.Parameters.Select(parameter => new NamedTensor($"{member}.{parameter.Name}", parameter.Tensor));

    /// <summary>The parameters of all models of a list that another holds in a member: <c>member.0.W</c>.</summary>
    public static IEnumerable<NamedTensor> Of(string member, IEnumerable<IModel> models) =>
        models.SelectMany((model, i) => Of($"{member}.{i.ToString(CultureInfo.InvariantCulture)}", model));

    /// <summary>Whether a parameter is the next one in a list of parameters; goes on behind it.</summary>
    public static bool Follows(IReadOnlyList<NamedTensor> known, ref int at, Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(known);
        return at < known.Count && ReferenceEquals(known[at++].Tensor, parameter);
    }

    /// <summary>Whether all parameters of a base type are the next ones.</summary>
    public static bool Follows(IReadOnlyList<NamedTensor> known, ref int at, IReadOnlyList<NamedTensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!Follows(known, ref at, parameters[i].Tensor))
                return false;
        }

        return true;
    }

    /// <summary>Whether the parameters of a model that another holds are the next ones; there are none for no model.</summary>
    public static bool Follows(IReadOnlyList<NamedTensor> known, ref int at, IModel? model) => model is null || Follows(known, ref at, model.Parameters);

    /// <summary>Whether the parameters of all models of a list are the next ones.</summary>
    public static bool Follows(IReadOnlyList<NamedTensor> known, ref int at, IReadOnlyList<IModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        for (int i = 0; i < models.Count; i++)
        {
            if (!Follows(known, ref at, models[i]))
                return false;
        }

        return true;
    }

    /// <summary>The same for models of which only some have parameters.</summary>
    public static bool Follows(IReadOnlyList<NamedTensor> known, ref int at, IEnumerable<IModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        foreach (IModel model in models)
        {
            if (!Follows(known, ref at, model))
                return false;
        }

        return true;
    }
}
