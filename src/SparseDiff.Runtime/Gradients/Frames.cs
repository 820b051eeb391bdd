namespace SparseDiff;

/// <summary>What the iterations of one loop keep for the backward pass, and the buffers of each iteration. Reused by the next forward pass.</summary>
/// <typeparam name="T">What one iteration keeps: a record that the generator writes.</typeparam>
public sealed class Frames<T> : IDisposable
    where T : struct
{
    private readonly DrawCounter draws;
    private readonly Workspace owner;
    private readonly string path;
    private readonly List<Workspace> workspaces = [];
    private readonly Workspace?[] common = new Workspace?[2];
    private readonly Workspace passing;
    private T[] frames = new T[4];

    internal Frames(DrawCounter draws, Workspace owner, string path)
    {
        (this.draws, this.owner, this.path) = (draws, owner, path);
        passing = new Workspace(draws, owner, path);
    }

    /// <summary>How many iterations there were.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a loop: what the loop kept before is no longer valid.</summary>
    public Frames<T> Begin()
    {
        Count = 0;
        return this;
    }

    /// <summary>Begins an iteration.</summary>
    /// <param name="workspace">The iteration's buffers.</param>
    /// <returns>What it keeps, empty; valid until the next iteration begins.</returns>
    public ref T Add(out Workspace workspace)
    {
        if (Count == frames.Length)
            Array.Resize(ref frames, 2 * Count);
        if (Count == workspaces.Count)
            workspaces.Add(new Workspace(draws, owner, $"{path}[{Count}].") { Passing = passing });
        workspace = workspaces[Count];
        workspace.Common = null;
        ref T frame = ref frames[Count++];
        frame = default;
        return ref frame;
    }

    /// <summary>What an iteration kept, and its buffers, for the backward pass.</summary>
    /// <param name="iteration">Counted from 0; backwards one after the other.</param>
    /// <param name="workspace">The iteration's buffers.</param>
    /// <param name="inTurn">
    /// Whether buffers that the forward pass did not need are those of the iteration before last: when what an iteration computes backwards
    /// is read by the next one at most. They stay in the cache then, however many iterations there are.
    /// </param>
    public ref T At(int iteration, out Workspace workspace, bool inTurn = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(iteration, Count);
        workspace = workspaces[iteration];
        workspace.Common = inTurn ? common[iteration & 1] ??= new Workspace(draws, owner, path) : null;
        return ref frames[iteration];
    }

    /// <summary>Gives all memory back.</summary>
    public void Dispose()
    {
        Count = 0;
        Array.Clear(frames);
        foreach (Workspace workspace in workspaces)
            workspace.Dispose();
        foreach (Workspace? workspace in common)
            workspace?.Dispose();
        passing.Dispose();
    }
}
