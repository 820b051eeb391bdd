using System.Globalization;

namespace SparseDiff;

/// <summary>A piece of training state and its name, such as <c>Loss</c> for the workspace of that method.</summary>
/// <param name="Name">The dotted name; unique within the model.</param>
/// <param name="State">The state itself.</param>
public readonly record struct NamedState(string Name, ITrainingState State)
{
    /// <summary>The states of a model that another holds in a member. None for no model.</summary>
    public static IEnumerable<NamedState> Of(string member, IModel? model) =>
        model is null ? [] : model.States.Select(state => new NamedState($"{member}.{state.Name}", state.State));

    /// <summary>The states of all models of a list that another holds in a member.</summary>
    public static IEnumerable<NamedState> Of(string member, IEnumerable<IModel> models) =>
        models.SelectMany((model, i) => Of($"{member}.{i.ToString(CultureInfo.InvariantCulture)}", model));

    /// <summary>What the selections of a part's gradients keep. None for no part.</summary>
    public static IEnumerable<NamedState> Of(string member, IGradients? gradients) =>
        gradients is null ? [] : gradients.States.Select(state => new NamedState($"{member}.{state.Name}", state.State));

    /// <summary>What the selections of the gradients of all models of a list keep.</summary>
    public static IEnumerable<NamedState> Of(string member, IEnumerable<IGradients> gradients) =>
        gradients.SelectMany((part, i) => Of($"{member}.{i.ToString(CultureInfo.InvariantCulture)}", part));
}
