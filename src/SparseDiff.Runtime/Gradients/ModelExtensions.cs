namespace SparseDiff;

/// <summary>What every model can do.</summary>
public static class ModelExtensions
{
    /// <summary>Attaches probes to all sparsity points of a method, or takes those there are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="method">The method that is called from outside, such as <c>Loss</c>; a part's as <c>blocks.0.Forward</c>.</param>
    /// <returns>They fill with the next backward pass in the model's own workspace.</returns>
    /// <exception cref="ArgumentException">The model has no such method.</exception>
    public static Probes Probe(this IModel model, string method) => WorkspaceOf(model, method).Probes ??= new Probes();

    /// <summary>Detaches the probes of a method.</summary>
    /// <inheritdoc cref="Probe"/>
    public static void StopProbing(this IModel model, string method) => WorkspaceOf(model, method).Probes = null;

    private static Workspace WorkspaceOf(IModel model, string method)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.States.Where(state => state.Name == method).Select(static state => state.State).OfType<Workspace>().FirstOrDefault()
            ?? throw new ArgumentException($"The model has no differentiable method {method}; it has {string.Join(", ", model.States.Where(static state => state.State is Workspace).Select(static state => state.Name))}.", nameof(method));
    }

    /// <summary>Moves all parameters to a device. Gradients made before stay where they were: make them after. An optimizer's state follows at its next step.</summary>
    /// <returns>The model.</returns>
    public static TModel To<TModel>(this TModel model, Device device)
        where TModel : IModel
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (NamedTensor parameter in model.Parameters)
            parameter.Tensor.MoveTo(device);
        return model;
    }
}
