using System.Globalization;

namespace SparseDiff;

/// <summary>Saves a training and resumes it, bit for bit, in a file that any reader of safetensors opens.</summary>
/// <remarks>
/// A checkpoint has the parameters under their dotted names, the optimizer's state, the model's random state (how many random numbers each of
/// its methods has drawn), the step, and texts of the user's. Constants that the program sets (decay rates, ratios, seeds) are not in
/// it: the program that resumes sets them again. Gradients are not in it: save between steps.
/// </remarks>
public static partial class Checkpoint
{
    /// <summary>
    /// Saves a training. At every moment, and after a crash at any, the file is the one from before or the new one, whole. One thread or process at a
    /// time saves to a path.
    /// </summary>
    /// <param name="path">The file, such as <c>run.safetensors</c>; its folder must exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimizer, when training shall go on.</param>
    /// <param name="step">How far the training is, as its user counts.</param>
    /// <param name="states">What else training changes, each under a name of its own.</param>
    /// <param name="metadata">Texts to go with it.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a text's key is reserved.</exception>
    /// <exception cref="IOException">The file cannot be written; the one from before is unchanged.</exception>
    public static void Save(
        string path, IModel model, Optimizer? optimizer = null, long step = 0,
        IEnumerable<NamedState>? states = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var file = new SafetensorsWriter();
        AddTexts(file, metadata);
        file.AddMetadata(CheckpointNames.Version, CheckpointNames.CurrentVersion);
        file.AddMetadata(CheckpointNames.Step, step.ToString(CultureInfo.InvariantCulture));
        foreach (NamedTensor parameter in model.Parameters)
            file.Add(parameter.Name, parameter.Tensor);
        optimizer?.Save(model, new FileStateWriter(file, CheckpointNames.Optimizer));
        foreach (NamedState state in model.States)
            state.State.Save(new FileStateWriter(file, CheckpointNames.OfModel(state)));
        foreach (NamedState state in states ?? [])
            state.State.Save(new FileStateWriter(file, CheckpointNames.OfUser(state)));
        file.Save(path);
    }

    /// <summary>Puts a training back where it was: the next step gives, bit for bit, what it would have given without the interruption.</summary>
    /// <remarks>Everything is checked first: when the file does not fit, nothing is changed.</remarks>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <param name="model">A model with the same parameters, on whatever device.</param>
    /// <param name="optimizer">An optimizer of the same kind; null when the training was saved without.</param>
    /// <param name="states">The states that were saved, under the same names.</param>
    /// <returns>The step, and the texts.</returns>
    /// <exception cref="CheckpointException">The file is damaged, is no checkpoint, or does not go with model, optimizer or states.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CheckpointInfo Load(string path, IModel model, Optimizer? optimizer = null, IEnumerable<NamedState>? states = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        CheckpointInfo info = Info(file);
        HashSet<string> used = [.. model.Parameters.Select(static p => p.Name)];
        CheckNames(file, used, static _ => false);
        foreach (NamedTensor parameter in model.Parameters)
            file.Check(parameter.Name, parameter.Tensor.Shape);

        var puts = new List<Action>();
        if (optimizer is not null)
            puts.Add(optimizer.Load(model, new FileStateReader(file, CheckpointNames.Optimizer, used)));
        foreach (NamedState state in model.States)
            puts.Add(state.State.Load(new FileStateReader(file, CheckpointNames.OfModel(state), used)));
        foreach (NamedState state in states ?? [])
            puts.Add(state.State.Load(new FileStateReader(file, CheckpointNames.OfUser(state), used)));
        if (file.Entries.Keys.Where(name => !used.Contains(name)).ToList() is { Count: > 0 } unused)
            throw new CheckpointException($"{file.Path}: nobody asked for {Listed(unused)}; give Load the same optimizer and states as Save, or read the parameters alone with LoadParameters.");

        foreach (NamedTensor parameter in model.Parameters)
            file.Read(parameter.Name, parameter.Tensor);
        foreach (Action put in puts)
            put();
        return info;
    }

    private static CheckpointInfo Info(SafetensorsFile file)
    {
        string? version = file.Metadata.GetValueOrDefault(CheckpointNames.Version);
        if (version != CheckpointNames.CurrentVersion)
        {
            throw new CheckpointException(version is null
                ? $"{file.Path}: this is a safetensors file but no checkpoint of a training; LoadParameters reads parameters from any such file."
                : $"{file.Path}: the checkpoint is of version {SafetensorsHeader.Shown(version)}, but this library reads version {CheckpointNames.CurrentVersion}.");
        }

        if (!long.TryParse(file.Metadata.GetValueOrDefault(CheckpointNames.Step), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step))
            throw new CheckpointException($"{file.Path}: the checkpoint does not say its step.");
        return new CheckpointInfo(step, Texts(file));
    }

    private static Dictionary<string, string> Texts(SafetensorsFile file) =>
        file.Metadata.Where(static pair => !CheckpointNames.IsReserved(pair.Key)).ToDictionary(StringComparer.Ordinal);

    private static void AddTexts(SafetensorsWriter file, IReadOnlyDictionary<string, string>? metadata)
    {
        foreach ((string key, string text) in metadata ?? new Dictionary<string, string>())
        {
            if (CheckpointNames.IsReserved(key))
                throw new ArgumentException($"The key '{key}' is reserved; choose another.", nameof(metadata));
            file.AddMetadata(key, text);
        }
    }

    /// <summary>The file must have every wanted name, and beside them only state and what may be ignored.</summary>
    private static void CheckNames(SafetensorsFile file, HashSet<string> wanted, Func<string, bool> ignored)
    {
        bool hasState = file.Metadata.ContainsKey(CheckpointNames.Version);
        List<string> missing = [.. wanted.Where(name => !file.Entries.ContainsKey(name))];
        List<string> surplus = [.. file.Entries.Keys.Where(name => !wanted.Contains(name) && !(hasState && CheckpointNames.IsState(name)) && !ignored(name))];
        if (missing.Count == 0 && surplus.Count == 0)
            return;
        string lacks = missing.Count == 0 ? "" : $" It lacks {Listed(missing)}.";
        string has = surplus.Count == 0 ? "" : $" It has {Listed(surplus)}, which the model has not.";
        throw new CheckpointException($"{file.Path}: the file's tensors are not those of the model.{lacks}{has}");
    }

    private static string Listed(List<string> names)
    {
        const int shown = 5;
        string list = string.Join(", ", names.Order(StringComparer.Ordinal).Take(shown).Select(SafetensorsHeader.Shown));
        return names.Count > shown ? $"{list} and {names.Count - shown} more" : list;
    }
}
