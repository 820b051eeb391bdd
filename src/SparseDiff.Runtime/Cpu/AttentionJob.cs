using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>A <see cref="HeadWindow"/> as an address.</summary>
internal unsafe struct HeadPointer
{
    public float* First;
    public int Batch;
    public int Head;
    public int Position;

    public static HeadPointer Of(HeadWindow? window) => window is not { } w
        ? default
        : new HeadPointer { First = Host.Pointer(w.Tensor) + w.Start, Batch = w.Batch, Head = w.Head, Position = w.Position };

    /// <summary>Position 0 of a head of an example.</summary>
    public readonly float* At(int index, int heads) => First + ((long)(index / heads) * Batch) + ((long)(index % heads) * Head);
}

/// <summary>Attention forwards: a part is one head of one example; inside, blocks of queries, whose scores fit a cache.</summary>
internal unsafe struct AttentionJob : IPartJob
{
    /// <summary>Queries of a block. A causal block needs the keys up to its last query only.</summary>
    public const int Block = 64;

    public AttentionShape Shape;
    public HeadPointer Q;
    public HeadPointer K;
    public HeadPointer V;
    public HeadPointer Y;

    public readonly void Run(int part)
    {
        float* q = Q.At(part, Shape.Heads), k = K.At(part, Shape.Heads), v = V.At(part, Shape.Heads), y = Y.At(part, Shape.Heads);
        float* scores = Scratch.Get<float>(ScratchUse.Scores, (long)Block * Shape.Keys);
        for (int first = 0; first < Shape.Queries; first += Block)
        {
            int rows = Math.Min(Block, Shape.Queries - first);
            int keys = Shape.Seen(first + rows - 1);
            Weights(Shape, first, rows, keys, q + ((long)first * Q.Position), Q.Position, k, K.Position, scores);
            var product = new GemmShape(rows, Shape.ValueWidth, keys, false, keys, false, V.Position, Y.Position);
            DenseProduct.Multiply(product, scores, v, y + ((long)first * Y.Position), accumulate: false);
        }
    }

    /// <summary>scores[rows, keys] = softmax(scale · q · kᵀ), 0 where a query does not see a key.</summary>
    public static void Weights(in AttentionShape shape, int first, int rows, int keys, float* q, int qStride, float* k, int kStride, float* scores)
    {
        var product = new GemmShape(rows, keys, shape.Width, false, qStride, true, kStride, keys);
        DenseProduct.Multiply(product, q, k, scores, accumulate: false);
        for (int row = 0; row < rows; row++)
            Softmax(scores + ((long)row * keys), shape.Seen(first + row), keys, shape.Scale);
    }

    /// <summary>The softmax of scale · x over the first <paramref name="seen"/> entries; the rest becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(float* x, int seen, int length, float scale)
    {
        float largest = SoftmaxLine.Max(x, seen);
        Lane512 factor = Lane512.Constant(scale), offset = Lane512.Constant(-largest * scale);
        Vector512<float> sum = default;
        for (int i = 0; i < seen; i += 16)
        {
            int count = Math.Min(16, seen - i);
            Lane512 term = Lane512.Exp(Lane512.MultiplyAdd(new Lane512(Simd.LoadPart(x + i, count)), factor, offset));
            Simd.StorePart(x + i, count, term.Vector);
            sum += count == 16 ? term.Vector : Simd.LoadFirst(x + i, count);
        }
        Vector512<float> normalizer = Vector512.Create(1 / Vector512.Sum(sum));
        for (int i = 0; i < seen; i += 16)
        {
            int count = Math.Min(16, seen - i);
            Simd.StorePart(x + i, count, Simd.LoadPart(x + i, count) * normalizer);
        }
        new Span<float>(x + seen, length - seen).Clear();
    }
}
