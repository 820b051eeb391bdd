namespace SparseDiff;

/// <summary>
/// The buffers of one differentiable method: every intermediate tensor of its forward and backward pass lives in a numbered slot
/// and is overwritten by the next pass.
/// </summary>
/// <remarks>
/// A model makes one per method by itself. Threads that share a model each bring their own. A workspace is not safe for use by
/// two threads at once.
/// </remarks>
public sealed partial class Workspace : IDisposable, ITrainingState
{
    private readonly List<SlotBuffer> dense = [];
    private readonly List<SparseSlotBuffer> sparse = [];
    private readonly List<RowGradient?> accumulators = [];
    private readonly List<Workspace?> children = [];
    private readonly List<IDisposable?> loops = [];
    private readonly DrawCounter draws;
    private readonly Workspace? owner;
    private readonly string path = string.Empty;
    private Workspace? recomputed;
    private Workspace? around;
    private Workspace? passing;
    private Tensor? seed;
    private Probes? probes;

    /// <summary>A workspace without buffers: they come with their first use.</summary>
    public Workspace()
        : this(new DrawCounter())
    {
    }

    internal Workspace(DrawCounter draws, Workspace? owner, string path) => (this.draws, this.owner, this.path) = (draws, owner, path);

    private Workspace(DrawCounter draws) => this.draws = draws;

    /// <summary>
    /// The workspace that all calls share whose values are computed again in the backward pass: their results and gradients are copied
    /// out of it before the next one begins.
    /// </summary>
    public Workspace Recomputed => (owner ?? this).recomputed ??= new Workspace(draws, owner: null, "recomputed.") { around = this };

    /// <summary>How many forward passes have begun: a record of saved values belongs to one of them.</summary>
    public long Generation { get; private set; }

    /// <summary>How many random numbers were drawn (<see cref="Slot.NextDraw"/>, <see cref="SparseSlot.NextDraw"/>): the state that a resumed training needs.</summary>
    public ulong Draws
    {
        get => draws.Count;
        set => draws.Count = value;
    }

    /// <summary>What watches the sparsity points of the method, and of all methods that it calls; null, as at first, for nobody.</summary>
    public Probes? Probes
    {
        get => Root.probes;
        set => Root.probes = value;
    }

    /// <summary>The workspace of the method that was called from outside.</summary>
    private Workspace Root => owner?.Root ?? around?.Root ?? this;

    /// <summary>Of one turn of a loop: the buffers of what is read in the same turn only, going forwards. All turns share them.</summary>
    /// <exception cref="InvalidOperationException">The workspace is not that of a turn.</exception>
    public Workspace Passing
    {
        get => passing ?? throw new InvalidOperationException("Workspace.Passing: only a turn of a loop has values that pass.");
        internal set => passing = value;
    }

    /// <summary>Where the buffers come from that this one has not made by itself; null for nowhere else.</summary>
    internal Workspace? Common { get; set; }

    /// <summary>The forward pass whose saved values a backward pass has used up.</summary>
    internal long UsedUp { get; set; } = -1;

    /// <summary>A buffer for a dense tensor.</summary>
    public Slot this[int slot] => new(DenseBuffer(slot));

    /// <summary>A buffer for a sparse gradient.</summary>
    public SparseSlot Sparse(int slot) => new(SparseBuffer(slot));

    /// <summary>A buffer for the gradient behind a sparsity point, and the probe of the point where there is one.</summary>
    /// <param name="slot">The number of the buffer.</param>
    /// <param name="point">The name of the gradient.</param>
    public SparseSlot Sparse(int slot, string point) => new(SparseBuffer(slot), Probes?.Of(path + point));

    /// <summary>A cleared gradient for rules that add to one, when the argument is not a parameter but another value.</summary>
    public RowGradient Accumulator(int slot, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        while (accumulators.Count <= slot)
            accumulators.Add(null);
        RowGradient? known = accumulators[slot];
        if (known is not null && ReferenceEquals(known.Device, like.Device) && known.Shape.SequenceEqual(like.Shape))
        {
            known.Clear();
            return known;
        }

        known?.Dispose();
        RowGradient fresh = new(like);
        accumulators[slot] = fresh;
        return fresh;
    }

    /// <summary>The workspace of a differentiable method that this one's method calls: one for each call. It counts random draws with this one.</summary>
    /// <param name="call">The number of the call.</param>
    public Workspace Child(int call)
    {
        while (children.Count <= call)
            children.Add(null);
        Workspace child = children[call] ??= new Workspace(draws, owner ?? this, $"{path}child{call}.");
        child.Common = Common?.Child(call);
        return child;
    }

    /// <summary>What the iterations of a loop keep for the backward pass.</summary>
    /// <typeparam name="T">What one iteration keeps.</typeparam>
    /// <param name="loop">The number of the loop.</param>
    public Frames<T> Frames<T>(int loop)
        where T : struct
    {
        while (loops.Count <= loop)
            loops.Add(null);
        if (loops[loop] is not Frames<T> frames)
            loops[loop] = frames = new Frames<T>(draws, owner ?? this, $"{path}loop{loop + 1}");
        return frames;
    }

    /// <summary>Begins a forward pass: what earlier passes kept is no longer valid.</summary>
    public Workspace Begin()
    {
        Generation++;
        return this;
    }

    /// <summary>A mark that says which forward pass a record of saved values belongs to.</summary>
    public WorkspaceStamp Stamp() => new(this, Generation);

    /// <summary>The gradient of a scalar result with respect to itself, 1: where a backward pass begins.</summary>
    /// <param name="result">The result of the forward pass.</param>
    /// <param name="method">The backward method, for the message.</param>
    /// <exception cref="ShapeException">The result has more than one entry, or none.</exception>
    internal Tensor Seed(Tensor result, string method)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Length != 1)
        {
            throw new ShapeException(
                $"{method}: the result is {result.ShapeText}, but only a scalar has a gradient without being asked for which; pass the gradient of the result, of the same shape.");
        }

        if (seed is null || !seed.HasShapeOf(result) || !ReferenceEquals(seed.Device, result.Device))
        {
            seed?.Storage.Dispose();
            seed = Tensor.From([1], result.Shape, result.Device);
        }

        return seed;
    }

    /// <summary>Gives all memory back now. The workspace can be used again; it then allocates anew.</summary>
    public void Dispose()
    {
        Generation++;
        foreach (SlotBuffer buffer in dense)
            buffer.Dispose();
        foreach (SparseSlotBuffer buffer in sparse)
            buffer.Dispose();
        foreach (RowGradient? accumulator in accumulators)
            accumulator?.Dispose();
        accumulators.Clear();
        foreach (Workspace? child in children)
            child?.Dispose();
        foreach (IDisposable? loop in loops)
            loop?.Dispose();
        DisposeLists();
        recomputed?.Dispose();
        seed?.Storage.Dispose();
        seed = null;
    }

    private SlotBuffer DenseBuffer(int slot)
    {
        while (dense.Count <= slot)
            dense.Add(new SlotBuffer(draws));
        return dense[slot].IsEmpty && Common is { } common ? common.DenseBuffer(slot) : dense[slot];
    }

    private SparseSlotBuffer SparseBuffer(int slot)
    {
        while (sparse.Count <= slot)
            sparse.Add(new SparseSlotBuffer(draws));
        return sparse[slot].IsEmpty && Common is { } common ? common.SparseBuffer(slot) : sparse[slot];
    }

    void ITrainingState.Save(StateWriter state)
    {
        if (Draws > 0)
            state.Add("draws", unchecked((long)Draws));
    }

    Action ITrainingState.Load(StateReader state)
    {
        long count = state.Whole("draws", otherwise: 0);
        return () => Draws = unchecked((ulong)count);
    }
}
