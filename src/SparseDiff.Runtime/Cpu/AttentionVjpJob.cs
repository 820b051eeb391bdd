using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>Attention backwards: a part is one head of one example. The softmax of a block of queries is computed again, which costs one product of five.</summary>
internal unsafe struct AttentionVjpJob : IPartJob
{
    private const int Block = AttentionJob.Block;

    public AttentionShape Shape;
    public HeadPointer Q;
    public HeadPointer K;
    public HeadPointer V;
    public HeadPointer DY;
    public HeadPointer DQ;
    public HeadPointer DK;
    public HeadPointer DV;

    public readonly void Run(int part)
    {
        float* q = Q.At(part, Shape.Heads), k = K.At(part, Shape.Heads), v = V.At(part, Shape.Heads), dY = DY.At(part, Shape.Heads);
        float* weights = Scratch.Get<float>(ScratchUse.Scores, (long)Block * Shape.Keys);
        float* slopes = Scratch.Get<float>(ScratchUse.ScoreGradients, (long)Block * Shape.Keys);

        // The last block sees all keys that any block sees, so it overwrites, and the others add.
        int last = (Shape.Queries - 1) / Block * Block;
        ClearUnseen(part);
        for (int first = last; first >= 0; first -= Block)
        {
            int rows = Math.Min(Block, Shape.Queries - first);
            int keys = Shape.Seen(first + rows - 1);
            float* queries = q + ((long)first * Q.Position);
            float* gradient = dY + ((long)first * DY.Position);
            AttentionJob.Weights(Shape, first, rows, keys, queries, Q.Position, k, K.Position, weights);
            if (DV.First != null)
            {
                var toValues = new GemmShape(keys, Shape.ValueWidth, rows, true, keys, false, DY.Position, DV.Position);
                DenseProduct.Multiply(toValues, weights, gradient, DV.At(part, Shape.Heads), accumulate: first != last);
            }
            if (DQ.First == null && DK.First == null)
                continue;
            var toWeights = new GemmShape(rows, keys, Shape.ValueWidth, false, DY.Position, true, V.Position, keys);
            DenseProduct.Multiply(toWeights, gradient, v, slopes, accumulate: false);
            for (int row = 0; row < rows; row++)
                Slopes(weights + ((long)row * keys), slopes + ((long)row * keys), Shape.Seen(first + row), keys, Shape.Scale);
            if (DQ.First != null)
            {
                var toQueries = new GemmShape(rows, Shape.Width, keys, false, keys, false, K.Position, DQ.Position);
                DenseProduct.Multiply(toQueries, slopes, k, DQ.At(part, Shape.Heads) + ((long)first * DQ.Position), accumulate: false);
            }
            if (DK.First != null)
            {
                var toKeys = new GemmShape(keys, Shape.Width, rows, true, keys, false, Q.Position, DK.Position);
                DenseProduct.Multiply(toKeys, slopes, queries, DK.At(part, Shape.Heads), accumulate: first != last);
            }
        }
    }

    /// <summary>Keys that no query sees get no gradient.</summary>
    private readonly void ClearUnseen(int part)
    {
        int seen = Shape.Queries == 0 ? 0 : Shape.Seen(Shape.Queries - 1);
        for (int key = seen; key < Shape.Keys; key++)
        {
            if (DK.First != null)
                new Span<float>(DK.At(part, Shape.Heads) + ((long)key * DK.Position), Shape.Width).Clear();
            if (DV.First != null)
                new Span<float>(DV.At(part, Shape.Heads) + ((long)key * DV.Position), Shape.ValueWidth).Clear();
        }
    }

    /// <summary>d = scale · p · (d − Σ p d) over the first <paramref name="seen"/> entries; the rest becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slopes(float* p, float* d, int seen, int length, float scale)
    {
        Vector512<float> sum = default;
        for (int i = 0; i < seen; i += 16)
        {
            int count = Math.Min(16, seen - i);
            sum = Simd.Fma(Simd.LoadPart(p + i, count), Simd.LoadPart(d + i, count), sum);
        }
        Vector512<float> mean = Vector512.Create(Vector512.Sum(sum)), factor = Vector512.Create(scale);
        for (int i = 0; i < seen; i += 16)
        {
            int count = Math.Min(16, seen - i);
            Simd.StorePart(d + i, count, factor * Simd.LoadPart(p + i, count) * (Simd.LoadPart(d + i, count) - mean));
        }
        new Span<float>(d + seen, length - seen).Clear();
    }
}
