using System.Globalization;

namespace SparseDiff;

/// <summary>
/// Lets through to the optimizer what a policy selects of each parameter's gradient, such as Gaussian-k or random-k; what is dropped is kept
/// and added to the next step's gradients (error feedback). <see cref="TopKUpdate"/> is the same for the largest entries, over all parameters
/// together if wanted.
/// </summary>
/// <remarks>Called after the backward pass and before the optimizer's step. An unbiased policy goes without <see cref="ErrorFeedback"/>.</remarks>
/// <param name="policy">What passes of each gradient.</param>
public sealed class SelectionUpdate(ISelection<SparseRows> policy) : IDisposable
{
    private readonly List<(ParameterSelection Memory, SparseRows Kept)> parameters = [];
    private ulong draws;

    /// <summary>What passes; may change at every step.</summary>
    public ISelection<SparseRows> Policy { get; set; } = policy;

    /// <summary>Whether what is dropped is added to the next step's gradients.</summary>
    public bool ErrorFeedback { get; set; } = true;

    /// <summary>The momentum of the accumulated velocity; 0 for none. Needs <see cref="ErrorFeedback"/>.</summary>
    public float Momentum { get; set; }

    /// <summary>What watches the selections, each parameter by its number: <c>0</c>, <c>1</c>, …; null for nobody.</summary>
    public Probes? Probes { get; set; }

    /// <summary>Replaces the gradients by what passes of them.</summary>
    /// <exception cref="InvalidOperationException">There is a momentum but no error feedback.</exception>
    public void Apply(IGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        int number = 0;
        foreach (RowGradient gradient in gradients.Entries.OfType<RowGradient>().Where(static entry => entry.Buffer.Length > 0))
        {
            if (parameters.Count == number)
                parameters.Add((new ParameterSelection(), new SparseRows(gradient.Device)));
            (ParameterSelection memory, SparseRows kept) = parameters[number++];
            (memory.ErrorFeedback, memory.Momentum) = (ErrorFeedback, Momentum);
            Tensor sum = memory.Sum(gradient);
            Policy.Select(sum, kept, draws++);
            Probes?.Of((number - 1).ToString(CultureInfo.InvariantCulture)).See(sum, kept.ToDense());
            memory.Pass(kept, gradient);
        }
    }

    /// <summary>Gives the memory of residuals and velocities back.</summary>
    public void Dispose()
    {
        foreach ((ParameterSelection memory, SparseRows kept) in parameters)
        {
            memory.Dispose();
            kept.Dispose();
        }

        parameters.Clear();
    }
}
