namespace SparseDiff;

/// <summary>Which gradients belong to which model.</summary>
public static class ModelGradients
{
    /// <summary>For generated code: refuses gradients that are not as large as a model's parameters, as rules write into their memory without asking.</summary>
    /// <param name="model">The model whose backward pass it is.</param>
    /// <param name="gradients">What the backward pass is to fill.</param>
    /// <param name="backward">The backward method, for the message.</param>
    /// <exception cref="ShapeException">A gradient has another shape than its parameter, or there are more or fewer.</exception>
    /// <exception cref="InvalidOperationException">A gradient is on another device than its parameter.</exception>
    public static void Check(IModel model, IGradients gradients, string backward)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(gradients);
        Check(model.Parameters, gradients.Entries, backward);
    }

    /// <summary>The same of lists that the caller has already.</summary>
    internal static void Check(IReadOnlyList<NamedTensor> parameters, IReadOnlyList<RowGradient?> entries, string caller)
    {
        if (parameters.Count != entries.Count)
            throw new ShapeException($"{caller}: the model has {parameters.Count} parameters but there are {entries.Count} gradients; use those of the model's own CreateGradients().");
        for (int i = 0; i < parameters.Count; i++)
        {
            if (entries[i] is not { } gradient)
                continue;
            (string name, Tensor parameter) = parameters[i];
            if (!gradient.Shape.SequenceEqual(parameter.Shape))
                throw new ShapeException($"{caller}: the parameter {name} is {parameter.ShapeText} but its gradient is {Shapes.Text(gradient.Shape)}; use the gradients of the model's own CreateGradients().");
            if (!ReferenceEquals(gradient.Device, parameter.Device))
                throw new InvalidOperationException($"{caller}: the parameter {name} is on {parameter.Device.Name} but its gradient on {gradient.Device.Name}; call CreateGradients() after To(device).");
        }
    }
}
