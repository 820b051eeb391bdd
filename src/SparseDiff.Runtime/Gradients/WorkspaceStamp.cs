namespace SparseDiff;

/// <summary>Ties a record of saved values to the forward pass that filled it.</summary>
public readonly struct WorkspaceStamp
{
    private readonly Workspace? workspace;
    private readonly long generation;

    internal WorkspaceStamp(Workspace workspace, long generation) => (this.workspace, this.generation) = (workspace, generation);

    /// <summary>The gradient of a scalar result with respect to itself, 1: where a backward pass begins.</summary>
    /// <param name="result">The result of the forward pass.</param>
    /// <param name="backward">The backward method, for the message.</param>
    /// <exception cref="ShapeException">The result has more than one entry, or none.</exception>
    public Tensor Seed(Tensor result, string backward) => Check(backward).Seed(result, backward);

    /// <summary>
    /// The workspace of the forward pass, for the backward pass's buffers. The backward pass reuses the memory of saved values that it has read,
    /// so it can run once.
    /// </summary>
    /// <param name="dResult">The gradient that the backward pass begins with.</param>
    /// <param name="result">The result of the forward pass.</param>
    /// <param name="backward">The backward method, for the message.</param>
    /// <exception cref="ShapeException">The gradient has not the shape of the result.</exception>
    /// <exception cref="InvalidOperationException">
    /// A later forward pass has overwritten the saved values, a backward pass has used them up, or there never was one.
    /// </exception>
    public Workspace Resume(Tensor dResult, Tensor result, string backward)
    {
        ArgumentNullException.ThrowIfNull(dResult);
        Workspace resumed = Check(backward);
        if (!dResult.HasShapeOf(result))
            throw new ShapeException($"{backward}: the result is {result.ShapeText} but its gradient is {dResult.ShapeText}; the shapes must be equal.");
        resumed.UsedUp = generation;
        return resumed;
    }

    /// <summary>The same for a method of several results.</summary>
    /// <inheritdoc cref="Resume(Tensor, Tensor, string)"/>
    public Workspace Resume(ReadOnlySpan<Tensor> dResults, ReadOnlySpan<Tensor> results, string backward)
    {
        Workspace resumed = Check(backward);
        for (int i = 0; i < results.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(dResults[i]);
            if (!dResults[i].HasShapeOf(results[i]))
                throw new ShapeException($"{backward}: result {i + 1} is {results[i].ShapeText} but its gradient is {dResults[i].ShapeText}; the shapes must be equal.");
        }

        resumed.UsedUp = generation;
        return resumed;
    }

    private Workspace Check(string backward)
    {
        if (workspace is null)
            throw new InvalidOperationException($"{backward}: the saved values are empty; pass those that the forward method returned.");
        if (workspace.Generation != generation)
        {
            throw new InvalidOperationException(
                $"{backward}: a later forward pass has overwritten these saved values; run the backward pass first, or give each forward pass a Workspace of its own.");
        }

        if (workspace.UsedUp == generation)
            throw new InvalidOperationException($"{backward}: a backward pass has used these saved values up, as it reuses their memory; run the forward pass again.");
        return workspace;
    }
}
