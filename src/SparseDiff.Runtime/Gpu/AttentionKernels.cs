using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>Where the heads of an attention lie in a view: see <see cref="HeadWindow"/>.</summary>
internal readonly record struct HeadPlace(int Start, int Batch, int Head, int Position)
{
    /// <summary>Where a position of a head of an example begins.</summary>
    /// <param name="index">Example · heads + head.</param>
    /// <param name="heads">The heads of an example.</param>
    /// <param name="position">The position.</param>
    public int At(int index, int heads, int position) => Start + (index / heads * Batch) + (index % heads * Head) + (position * Position);
}

/// <summary>The sizes of an attention, with flags that a GPU takes: see <see cref="AttentionShape"/>.</summary>
internal readonly record struct AttentionSizes(int Batches, int Heads, int Queries, int Keys, int Width, int ValueWidth, float Scale, int Causal)
{
    /// <summary>How many lines of weights there are: one a query.</summary>
    public int Lines => Batches * Heads * Queries;

    /// <summary>How many keys a query sees.</summary>
    public int Seen(int query) => Causal != 0 && query + 1 < Keys ? query + 1 : Keys;
}

/// <summary>Attention with its weights [batches · heads · queries, keys] in memory: simple, one group a line or one thread an entry.</summary>
internal static class AttentionKernels
{
    /// <summary>weights = softmax(scale · q · kᵀ); what is not seen is not written.</summary>
    [GpuKernel]
    public static void Weights(AttentionSizes sizes, HeadPlace qAt, HeadPlace kAt, ArrayView<float> q, ArrayView<float> k, ArrayView<float> weights)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int line = Grid.IdxX; line < sizes.Lines; line += Grid.DimX)
        {
            int head = line / sizes.Queries;
            int query = line % sizes.Queries;
            int seen = sizes.Seen(query);
            int from = qAt.At(head, sizes.Heads, query);
            float largest = float.NegativeInfinity;
            for (int key = Group.IdxX; key < seen; key += Group.DimX)
            {
                float score = sizes.Scale * Dot(sizes.Width, q, from, k, kAt.At(head, sizes.Heads, key));
                weights[(line * sizes.Keys) + key] = score;
                largest = FloatMaximum.Merge(largest, score);
            }

            largest = Groups.Reduce<float, FloatMaximum>(largest, shared);
            float sum = 0f;
            for (int key = Group.IdxX; key < seen; key += Group.DimX)
            {
                float term = FloatLane.Exp(new FloatLane(weights[(line * sizes.Keys) + key] - largest)).Value;
                weights[(line * sizes.Keys) + key] = term;
                sum += term;
            }

            sum = Groups.Reduce<float, FloatSum>(sum, shared);
            for (int key = Group.IdxX; key < seen; key += Group.DimX)
                weights[(line * sizes.Keys) + key] /= sum;
        }
    }

    /// <summary>slopes = scale · weights · (dY · vᵀ - Σ over the line).</summary>
    [GpuKernel]
    public static void Slopes(
        AttentionSizes sizes, HeadPlace dYAt, HeadPlace vAt, ArrayView<float> dY, ArrayView<float> v, ArrayView<float> weights, ArrayView<float> slopes)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int line = Grid.IdxX; line < sizes.Lines; line += Grid.DimX)
        {
            int head = line / sizes.Queries;
            int query = line % sizes.Queries;
            int seen = sizes.Seen(query);
            int from = dYAt.At(head, sizes.Heads, query);
            float mean = 0f;
            for (int key = Group.IdxX; key < seen; key += Group.DimX)
            {
                float slope = Dot(sizes.ValueWidth, dY, from, v, vAt.At(head, sizes.Heads, key));
                slopes[(line * sizes.Keys) + key] = slope;
                mean += slope * weights[(line * sizes.Keys) + key];
            }

            mean = Groups.Reduce<float, FloatSum>(mean, shared);
            for (int key = Group.IdxX; key < seen; key += Group.DimX)
            {
                int place = (line * sizes.Keys) + key;
                slopes[place] = sizes.Scale * weights[place] * (slopes[place] - mean);
            }
        }
    }

    /// <summary>into[query] = Σ over seen keys of w[query, key] · x[key], rows of <paramref name="width"/> entries.</summary>
    [GpuKernel]
    public static void OverKeys(AttentionSizes sizes, int width, HeadPlace xAt, HeadPlace intoAt, ArrayView<float> w, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < sizes.Lines * width; i += GpuLanes.Stride)
        {
            int line = i / width;
            int column = i % width;
            int head = line / sizes.Queries;
            int query = line % sizes.Queries;
            float sum = 0f;
            for (int key = 0; key < sizes.Seen(query); key++)
                sum += w[(line * sizes.Keys) + key] * x[xAt.At(head, sizes.Heads, key) + column];
            into[intoAt.At(head, sizes.Heads, query) + column] = sum;
        }
    }

    /// <summary>into[key] = Σ over the queries that see it of w[query, key] · x[query], rows of <paramref name="width"/> entries.</summary>
    [GpuKernel]
    public static void OverQueries(AttentionSizes sizes, int width, HeadPlace xAt, HeadPlace intoAt, ArrayView<float> w, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < sizes.Batches * sizes.Heads * sizes.Keys * width; i += GpuLanes.Stride)
        {
            int column = i % width;
            int key = i / width % sizes.Keys;
            int head = i / width / sizes.Keys;
            float sum = 0f;
            for (int query = sizes.Causal != 0 ? key : 0; query < sizes.Queries; query++)
                sum += w[(((head * sizes.Queries) + query) * sizes.Keys) + key] * x[xAt.At(head, sizes.Heads, query) + column];
            into[intoAt.At(head, sizes.Heads, key) + column] = sum;
        }
    }

    private static float Dot(int width, ArrayView<float> a, int aStart, ArrayView<float> b, int bStart)
    {
        float sum = 0f;
        for (int i = 0; i < width; i++)
            sum += a[aStart + i] * b[bStart + i];
        return sum;
    }
}
