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
}
