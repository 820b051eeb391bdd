using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>The runtime's own modules as parts of a model: an embedding, a recurrent cell, dropout, and a frozen layer with a trained update of low rank.</summary>
public sealed partial class Modules
{
    public EmbeddingLayer Tokens { get; } = new(5, 4, seed: 1);

    public RmsNormLayer Norm { get; } = new(4);

    public GruCell Cell { get; } = new(4, 3, seed: 2);

    public Dropout Drop { get; } = new(0.3f, seed: 4);

    public LoraLinear Adapted { get; } = new(new LinearLayer(3, 6, seed: 5), rank: 2, seed: 6);

    [Differentiable]
    public Tensor Loss(Indices tokens, Tensor state, Tensor target, long step)
    {
        var h = Cell.Forward(Norm.Forward(Tokens.Forward(tokens)), state);
        return MeanSquaredError(Adapted.Forward(Drop.Forward(h, step)), target);
    }
}
