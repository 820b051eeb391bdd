namespace SparseDiff;

public abstract partial class Optimizer
{
    /// <summary>Which state this optimizer has: that of another kind means nothing to it.</summary>
    private string StateKind => StateNames.Count == 0 ? GetType().Name : $"{GetType().Name} with {string.Join(", ", StateNames)}";

    /// <summary>Adds the number of steps, the learning rate and, as <c>name/parameter</c>, everything that is kept for a parameter.</summary>
    /// <param name="model">The model that the optimizer trains.</param>
    /// <param name="into">Collects the state.</param>
    internal void Save(IModel model, StateWriter into)
    {
        CheckModel(model);
        into.Add("kind", StateKind);
        into.Add("steps", (long)Steps);
        into.Add("learning_rate", (double)LearningRate);
        IReadOnlyList<NamedTensor> parameters = model.Parameters;
        for (int kind = 0; kind < state.Length; kind++)
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                if (state[kind][i] is { } tensor)
                    into.Add(StateName(kind, parameters[i]), tensor);
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> added, for a model with the same parameters.</summary>
    /// <returns>Puts what was read in place.</returns>
    internal Action Load(IModel model, StateReader from)
    {
        CheckModel(model);
        if (from.Text("kind") is var kind && kind != StateKind)
            throw new CheckpointException($"The checkpoint has the state of {kind}, but the optimizer is {StateKind}.");
        long steps = from.Whole("steps");
        float rate = (float)from.Number("learning_rate");
        if (steps is < 0 or > int.MaxValue || !(rate >= 0 && float.IsFinite(rate)))
            throw new CheckpointException($"The checkpoint's optimizer made {steps} steps at the learning rate {rate}: there is no such optimizer.");
        Tensor?[][] read = Read(model.Parameters, from);
        return () => (this.model, Steps, LearningRate, state) = (model, (int)steps, rate, read);
    }

    private Tensor?[][] Read(IReadOnlyList<NamedTensor> parameters, StateReader from)
    {
        Tensor?[][] read = [.. StateNames.Select(_ => new Tensor?[parameters.Count])];
        for (int i = 0; i < parameters.Count; i++)
        {
            // A frozen parameter has no state, nor has any before the first step; but nothing has a part of it.
            if (!Enumerable.Range(0, read.Length).Any(kind => from.HasTensor(StateName(kind, parameters[i]))))
                continue;
            for (int kind = 0; kind < read.Length; kind++)
                read[kind][i] = from.Tensor(StateName(kind, parameters[i]), parameters[i].Tensor.Shape, parameters[i].Tensor.Device);
        }

        return read;
    }

    private string StateName(int kind, NamedTensor parameter) => $"{StateNames[kind]}/{parameter.Name}";
}
