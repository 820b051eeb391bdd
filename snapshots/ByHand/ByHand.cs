using System;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Steps whose derivatives are written by hand, in a loop: the LSTM's, and one of the model's own.</summary>
public sealed partial class ByHand
{
    [Parameter] public Tensor Wx { get; } = Init.KaimingUniform(16, 5, 1);
    [Parameter] public Tensor Wh { get; } = Init.KaimingUniform(16, 4, 2);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor h0, Tensor target)
    {
        var seen = Linear(x, Wx);
        var (told, memory) = (h0, h0);
        for (int t = 0; t < 3; t++)
        {
            (told, memory) = LstmStep(seen + Sparsify.TopK(Linear(told, Wh), 0.05f), memory);
            (told, memory) = Turn(told, memory, t * 0.3f);
        }

        return MeanSquaredError(told, target) + Mean(memory * memory);
    }

    /// <summary>The points (a, b) turned around the origin; backwards the gradients are turned back.</summary>
    [Differentiable(ByHand = true)]
    public static (Tensor A, Tensor B) Turn(Tensor a, Tensor b, float angle)
    {
        (float sine, float cosine) = MathF.SinCos(angle);
        return ((a * cosine) - (b * sine), (a * sine) + (b * cosine));
    }

    public static (Tensor A, Tensor B) TurnForward(Tensor a, Tensor b, float angle, out TurnSaved saved, Workspace? workspace = null)
    {
        saved = new TurnSaved(angle);
        return Turn(a, b, angle);
    }

    public static void TurnBackward(in TurnSaved saved, Tensor dA, Tensor dB, out Tensor dA0, out Tensor dB0) => (dA0, dB0) = Turn(dA, dB, -saved.Angle);

    public readonly record struct TurnSaved(float Angle);
}
