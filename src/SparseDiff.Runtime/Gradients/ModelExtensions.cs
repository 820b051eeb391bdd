namespace SparseDiff;

/// <summary>What every model can do.</summary>
public static class ModelExtensions
{
    /// <summary>Moves all parameters to a device. Gradients and optimizer state made before stay where they were: make them after.</summary>
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
