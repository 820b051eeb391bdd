namespace SparseDiff;

/// <summary>Updates a model's parameters from their gradients.</summary>
/// <remarks>
/// <para>
/// An optimizer belongs to one model: it keeps state for each of its parameters, on the device where the parameter is at the step.
/// </para>
/// <para>
/// With <see cref="TouchedRowsOnly"/> a step reads and writes only the rows that the gradient touched: a row without gradient keeps
/// its weights, momentum and moments as they are, as if the step had not happened for it (in the literature: lazy or sparse
/// updates). With the default it is the textbook step: momentum carries a row on and weight decay shrinks it, gradient or not.
/// </para>
/// </remarks>
public abstract partial class Optimizer
{
    private IModel? model;
    private Tensor?[][] state = [];

    /// <summary>The learning rate; may change from step to step.</summary>
    public float LearningRate
    {
        get;
        set => field = Check(nameof(LearningRate), value, value >= 0 && float.IsFinite(value), "a finite number of 0 or more");
    }

    /// <summary>Whether rows that the gradient did not touch stay as they are. See the remarks of <see cref="Optimizer"/>.</summary>
    public bool TouchedRowsOnly { get; init; }

    /// <summary>How many steps were made.</summary>
    public int Steps { get; private set; }

    /// <summary>Makes one step.</summary>
    /// <param name="model">The model; the same at every call.</param>
    /// <param name="gradients">Its gradients, from the model's <c>CreateGradients()</c>.</param>
    /// <exception cref="ArgumentException">The gradients are not those of the model, or the model is not the one of the first step.</exception>
    public void Step(IModel model, IGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(gradients);
        IReadOnlyList<NamedTensor> parameters = model.Parameters;
        IReadOnlyList<RowGradient?> entries = gradients.Entries;
        CheckModel(model);
        ModelGradients.Check(parameters, entries, $"{GetType().Name}.Step");
        if (this.model is null)
        {
            CheckDistinct(parameters, entries);
            this.model = model;
            state = [.. StateNames.Select(_ => new Tensor?[parameters.Count])];
        }

        Prepare(parameters, entries);
        Steps++;
        BeginStep();
        for (int i = 0; i < parameters.Count; i++)
        {
            if (entries[i] is { } gradient)
                Update(i, parameters[i].Tensor, gradient);
        }
    }

    // A model that two members hold has two gradients, and steps by each of them would not be a step by their sum.
    private static void CheckDistinct(IReadOnlyList<NamedTensor> parameters, IReadOnlyList<RowGradient?> entries)
    {
        Dictionary<Tensor, string> names = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < parameters.Count; i++)
        {
            if (entries[i] is not null && !names.TryAdd(parameters[i].Tensor, parameters[i].Name))
            {
                throw new ArgumentException(
                    $"The parameters {names[parameters[i].Tensor]} and {parameters[i].Name} are one tensor with two gradients; hold the model that both belong to in one member, or mark one of the members [NoGradient].");
            }
        }
    }

    /// <summary>A number of the caller's that must satisfy a condition.</summary>
    private protected static float Check(string name, float value, bool condition, string expected) =>
        condition ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");

    /// <summary>What is kept for every parameter, in its shape: the names of these tensors in a checkpoint.</summary>
    private protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>A tensor that is kept for a parameter that has a gradient.</summary>
    /// <param name="kind">Which of <see cref="StateNames"/>.</param>
    /// <param name="index">Which parameter.</param>
    private protected Tensor State(int kind, int index) => state[kind][index]!;

    /// <summary>Computes the constants of the step.</summary>
    private protected abstract void BeginStep();

    /// <summary>Updates one parameter.</summary>
    private protected abstract void Update(int index, Tensor parameter, RowGradient gradient);

    // State that a checkpoint brought, or steps on another device, goes on here; the rest begins at zero.
    private void Prepare(IReadOnlyList<NamedTensor> parameters, IReadOnlyList<RowGradient?> gradients)
    {
        foreach (Tensor?[] kind in state)
        {
            for (int i = 0; i < kind.Length; i++)
            {
                if (gradients[i] is null)
                    continue;
                Device device = parameters[i].Tensor.Device;
                Tensor kept = kind[i] ??= Tensor.Zeros(device, parameters[i].Tensor.Shape);
                if (!kept.HasShapeOf(parameters[i].Tensor))
                    throw new ShapeException($"The parameter {parameters[i].Name} is {parameters[i].Tensor.ShapeText} but was {kept.ShapeText} at the step before; make a new optimizer for it.");
                kept.MoveTo(device);
            }
        }
    }

    private void CheckModel(IModel model)
    {
        if (this.model is not null && !ReferenceEquals(this.model, model))
            throw new ArgumentException("An optimizer keeps state for one model, but this is another one; make an optimizer for each model.", nameof(model));
    }
}
