namespace SparseDiff;

public static partial class Checkpoint
{
    /// <summary>Reads parameters alone, from a checkpoint or from a safetensors file that was made elsewhere.</summary>
    /// <remarks>Numbers of other types become floats. Everything is checked first: when the file does not fit, nothing is changed.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="model">Every parameter is overwritten, but those that the layout calls absent.</param>
    /// <param name="layout">How the file calls and lays out the parameters; by default as the model does.</param>
    /// <returns>The texts that stand in the file.</returns>
    /// <exception cref="CheckpointException">The file is damaged, a parameter is missing or has another shape, or there are tensors that nobody knows.</exception>
    /// <exception cref="ArgumentException">The layout has no rule for a parameter of the model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> LoadParameters(string path, IModel model, ParameterLayout? layout = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        layout ??= ParameterLayout.Own;
        using SafetensorsFile file = SafetensorsFile.Open(path);
        string prefix = layout.PrefixIn(file.Entries.Keys);
        List<(NamedTensor Parameter, StoredParameter Stored)> pairs = [.. layout.PresentOf(model).Select(p => (p, layout.Find(p.Name, prefix)))];
        CheckNames(file, [.. pairs.Select(static p => p.Stored.Name)], name => layout.Ignores(name, prefix));
        foreach ((NamedTensor parameter, StoredParameter stored) in pairs)
            file.Check(stored.Name, stored.IsTransposed ? Transposition.ShapeOf(parameter) : parameter.Tensor.Shape);
        foreach ((NamedTensor parameter, StoredParameter stored) in pairs)
        {
            if (stored.IsTransposed)
                parameter.Tensor.CopyFrom(Transposition.Of(file.Read(stored.Name)).AsSpan());
            else
                file.Read(stored.Name, parameter.Tensor);
        }

        return Texts(file);
    }

    /// <summary>Saves parameters alone, also in the layout of another framework. The file is replaced as by <see cref="Save"/>.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="layout">How the file shall call and lay out the parameters; by default as the model does.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">The layout has no rule for a parameter of the model, or gives one name to two.</exception>
    /// <exception cref="IOException">The file cannot be written; the one from before is unchanged.</exception>
    public static void SaveParameters(string path, IModel model, ParameterLayout? layout = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        layout ??= ParameterLayout.Own;
        var file = new SafetensorsWriter();
        AddTexts(file, metadata);
        foreach (NamedTensor parameter in layout.PresentOf(model))
        {
            StoredParameter stored = layout.Find(parameter.Name, prefix: "");
            file.Add(stored.Name, stored.IsTransposed ? Transposition.Of(parameter) : parameter.Tensor);
        }

        file.Save(path);
    }
}
