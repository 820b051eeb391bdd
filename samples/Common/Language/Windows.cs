using SparseDiff;

namespace Samples.Language;

/// <summary>
/// Batches of windows of a text: each window's tokens, and for each the token that follows it. Which windows a step sees is a function of
/// (seed, step), so that a training that is resumed goes on with the batches that it would have seen.
/// </summary>
internal sealed class Windows
{
    private readonly int[] _tokens;
    private readonly int[] _inputs;
    private readonly int[] _targets;

    /// <exception cref="TrainingException">The text is shorter than a window.</exception>
    public Windows(int[] tokens, int batch, int context)
    {
        if (tokens.Length <= context) throw new TrainingException($"A context of {context} tokens needs a longer text: this one has {tokens.Length}.");
        (_tokens, Batch, Context) = (tokens, batch, context);
        _inputs = new int[batch * context];
        _targets = new int[batch * context];
    }

    /// <summary>Windows in a batch.</summary>
    public int Batch { get; }

    /// <summary>Tokens in a window.</summary>
    public int Context { get; }

    /// <summary>[batch, context].</summary>
    public ReadOnlySpan<int> Inputs => _inputs;

    /// <summary>[batch, context].</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>Draws the windows of a training step.</summary>
    public void Draw(int seed, long step)
    {
        for (var i = 0; i < Batch; i++)
        {
            var random = CounterRandom.Bits((ulong)(uint)seed, (ulong)((step * Batch) + i));
            Take(i, (int)(random % (ulong)(_tokens.Length - Context)));
        }
    }

    /// <summary>Takes batch <paramref name="number"/> of <paramref name="count"/>, whose windows are spread evenly over the text.</summary>
    public void Spread(int number, int count)
    {
        for (var i = 0; i < Batch; i++)
        {
            var position = ((number * Batch) + i) / (double)(count * Batch);
            Take(i, (int)(position * (_tokens.Length - Context)));
        }
    }

    private void Take(int window, int start)
    {
        _tokens.AsSpan(start, Context).CopyTo(_inputs.AsSpan(window * Context));
        _tokens.AsSpan(start + 1, Context).CopyTo(_targets.AsSpan(window * Context));
    }
}
