namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Attention(in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow into)
    {
        double[] values = Doubles.Load(v.Tensor);
        double[] result = Doubles.Load(into.Tensor);
        double[] queries = Doubles.Load(q.Tensor);
        double[] keys = Doubles.Load(k.Tensor);
        for (int head = 0; head < shape.Batches * shape.Heads; head++)
        {
            for (int query = 0; query < shape.Queries; query++)
            {
                double[] weights = Weights(shape, q, queries, k, keys, head, query);
                for (int j = 0; j < shape.ValueWidth; j++)
                {
                    double sum = 0;
                    for (int key = 0; key < weights.Length; key++)
                        sum += weights[key] * values[Place(v, shape, head, key) + j];
                    result[Place(into, shape, head, query) + j] = sum;
                }
            }
        }

        Doubles.Store(result, into.Tensor);
    }

    public override void AttentionVjp(
        in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow dY, HeadWindow? dQ, HeadWindow? dK, HeadWindow? dV)
    {
        AttentionShape s = shape;
        (HeadWindow q1, HeadWindow k1, HeadWindow v1, HeadWindow dY1) = (q, k, v, dY);
        double[] queries = Doubles.Load(q.Tensor);
        double[] keys = Doubles.Load(k.Tensor);
        double[] values = Doubles.Load(v.Tensor);
        double[] gradient = Doubles.Load(dY.Tensor);
        Into(dQ, s.Queries, s.Width, (_, slopes, head, query, add) => Pairs(slopes, s.Width, (key, j) => add(query, j, slopes[key] * keys[Place(k1, s, head, key) + j])));
        Into(dK, s.Keys, s.Width, (_, slopes, head, query, add) => Pairs(slopes, s.Width, (key, j) => add(key, j, slopes[key] * queries[Place(q1, s, head, query) + j])));
        Into(dV, s.Keys, s.ValueWidth, (weights, _, head, query, add) =>
            Pairs(weights, s.ValueWidth, (key, j) => add(key, j, weights[key] * gradient[Place(dY1, s, head, query) + j])));

        void Into(HeadWindow? target, int positions, int width, Contribution contribute)
        {
            if (target is not { } window)
                return;
            double[] result = Doubles.Load(window.Tensor);
            for (int head = 0; head < s.Batches * s.Heads; head++)
            {
                int current = head;
                for (int position = 0; position < positions; position++)
                    Array.Clear(result, Place(window, s, head, position), width);
                for (int query = 0; query < s.Queries; query++)
                {
                    double[] weights = Weights(s, q1, queries, k1, keys, head, query);
                    double[] slopes = Slopes(s, weights, v1, values, dY1, gradient, head, query);
                    contribute(weights, slopes, head, query, (position, j, value) => result[Place(window, s, current, position) + j] += value);
                }
            }

            Doubles.Store(result, window.Tensor);
        }
    }

    private delegate void Contribution(double[] weights, double[] slopes, int head, int query, Action<int, int, double> add);

    private static void Pairs(double[] keys, int width, Action<int, int> body)
    {
        for (int key = 0; key < keys.Length; key++)
        {
            for (int j = 0; j < width; j++)
                body(key, j);
        }
    }

    /// <summary>The softmax of a query's products with the keys it sees.</summary>
    private static double[] Weights(in AttentionShape shape, in HeadWindow q, double[] queries, in HeadWindow k, double[] keys, int head, int query)
    {
        var weights = new double[shape.Seen(query)];
        for (int key = 0; key < weights.Length; key++)
        {
            for (int j = 0; j < shape.Width; j++)
                weights[key] += shape.Scale * queries[Place(q, shape, head, query) + j] * keys[Place(k, shape, head, key) + j];
        }

        double normalizer = LogSumExp(weights);
        return Array.ConvertAll(weights, weight => Math.Exp(weight - normalizer));
    }

    /// <summary>The gradients of a query's products with the keys.</summary>
    private static double[] Slopes(
        in AttentionShape shape, double[] weights, in HeadWindow v, double[] values, in HeadWindow dY, double[] gradient, int head, int query)
    {
        var slopes = new double[weights.Length];
        double mean = 0;
        for (int key = 0; key < slopes.Length; key++)
        {
            for (int j = 0; j < shape.ValueWidth; j++)
                slopes[key] += gradient[Place(dY, shape, head, query) + j] * values[Place(v, shape, head, key) + j];
            mean += weights[key] * slopes[key];
        }

        for (int key = 0; key < slopes.Length; key++)
            slopes[key] = shape.Scale * weights[key] * (slopes[key] - mean);
        return slopes;
    }

    private static int Place(in HeadWindow window, in AttentionShape shape, int head, int position) =>
        window.Start + (head / shape.Heads * window.Batch) + (head % shape.Heads * window.Head) + (position * window.Position);
}
