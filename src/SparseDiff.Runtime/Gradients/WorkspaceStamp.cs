namespace SparseDiff;

/// <summary>Ties a record of saved values to the forward pass that filled it.</summary>
public readonly struct WorkspaceStamp
{
    private readonly Workspace? workspace;
    private readonly long generation;

    internal WorkspaceStamp(Workspace workspace, long generation) => (this.workspace, this.generation) = (workspace, generation);

    /// <summary>The workspace of the forward pass, for the backward pass's buffers.</summary>
    /// <param name="backward">The backward method, for the message.</param>
    /// <exception cref="InvalidOperationException">A later forward pass has overwritten the saved values, or there never was one.</exception>
    public Workspace Resume(string backward)
    {
        if (workspace is null)
            throw new InvalidOperationException($"{backward}: the saved values are empty; pass those that the forward method returned.");
        if (workspace.Generation != generation)
        {
            throw new InvalidOperationException(
                $"{backward}: a later forward pass has overwritten these saved values; run the backward pass first, or give each forward pass a Workspace of its own.");
        }

        return workspace;
    }
}
