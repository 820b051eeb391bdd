namespace SparseDiff;

/// <summary>
/// What a rule of a gradient of examples computes with: the examples that exist, of the gradient and of the values the rule reads; or, where the
/// operation does not keep examples apart, all of them.
/// </summary>
internal readonly struct ExampleBlocks
{
    private readonly SparseExamples dY;
    private readonly bool apart;

    /// <summary>Begins a result like a tensor.</summary>
    /// <param name="x">The tensor whose gradient is asked for.</param>
    /// <param name="dY">The gradient of the operation's result.</param>
    /// <param name="into">Where the result goes.</param>
    /// <param name="apart">Whether each example of the result depends on the same one of <paramref name="dY"/> alone.</param>
    public ExampleBlocks(Tensor x, SparseExamples dY, SparseSlot into, bool apart = true)
    {
        (this.dY, this.apart, Result) = (dY, apart, SparseExamples.Take(into, dY.Device));
        Gradient = apart ? dY.Values : Slices.Dense(dY, Scratch.Numbers - 1);
        DX = apart ? Result.BeginLike(dY, x.Shape) : Result.BeginAll(x.Shape);
    }

    /// <summary>The result, filled when <see cref="DX"/> is.</summary>
    public SparseExamples Result { get; }

    /// <summary>The gradient of the operation's result.</summary>
    public Tensor Gradient { get; }

    /// <summary>The result's numbers, to be computed.</summary>
    public Tensor DX { get; }

    /// <summary>Where an operation puts them.</summary>
    public Slot Slot => Result.ValuesSlot;

    /// <summary>The examples of a value that the rule reads; a rule that reads several numbers them.</summary>
    public Tensor Of(Tensor x, int number = 0) => apart ? Slices.Of(x, dY, Scratch.FirstOfBlocks + number) : x;
}
