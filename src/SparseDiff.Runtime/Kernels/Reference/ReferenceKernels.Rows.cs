namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Softmax(Tensor x, int axis, bool logarithm, Tensor into)
    {
        double[] values = Doubles.Load(x);
        ForEachLine(x, axis, line =>
        {
            double largest = double.NegativeInfinity;
            foreach (int i in line)
                largest = double.IsNaN(values[i]) ? double.NaN : Math.Max(largest, values[i]);
            double sum = 0;
            foreach (int i in line)
                sum += Math.Exp(values[i] - largest);
            foreach (int i in line)
                values[i] = logarithm ? values[i] - largest - Math.Log(sum) : Math.Exp(values[i] - largest) / sum;
        });
        Doubles.Store(values, into);
    }

    public override void SoftmaxVjp(Tensor y, Tensor dY, int axis, bool logarithm, Tensor into)
    {
        double[] results = Doubles.Load(y);
        double[] values = Doubles.Load(dY);
        ForEachLine(y, axis, line =>
        {
            double sum = 0;
            foreach (int i in line)
                sum += logarithm ? values[i] : values[i] * results[i];
            foreach (int i in line)
                values[i] = logarithm ? values[i] - (Math.Exp(results[i]) * sum) : results[i] * (values[i] - sum);
        });
        Doubles.Store(values, into);
    }

    public override void CrossEntropy(Tensor logits, Labels labels, in LabelTargets targets, Tensor loss)
    {
        double[] values = Doubles.Load(logits);
        int width = logits.Columns;
        double total = 0;
        for (int row = 0; row < labels.Count; row++)
        {
            if (labels.Values[row] == targets.Ignored)
                continue;
            ReadOnlySpan<double> line = values.AsSpan(row * width, width);
            double normalizer = LogSumExp(line);
            for (int i = 0; i < width; i++)
                total += Target(targets, labels.Values[row], i, width) * (normalizer - line[i]);
        }

        Doubles.Store([total / targets.Counted], loss);
    }

    public override void CrossEntropyVjp(Tensor logits, Labels labels, in LabelTargets targets, Tensor dLoss, Tensor into)
    {
        double[] values = Doubles.Load(logits);
        double scale = Doubles.Load(dLoss)[0] / targets.Counted;
        int width = logits.Columns;
        for (int row = 0; row < labels.Count; row++)
        {
            Span<double> line = values.AsSpan(row * width, width);
            double normalizer = LogSumExp(line);
            for (int i = 0; i < width; i++)
                line[i] = scale * (Math.Exp(line[i] - normalizer) - Target(targets, labels.Values[row], i, width));
            if (labels.Values[row] == targets.Ignored)
                line.Clear();
        }

        Doubles.Store(values, into);
    }

    private static double Target(in LabelTargets targets, int label, int index, int classes) =>
        (index == label ? 1.0 - targets.Smoothing : 0) + ((double)targets.Smoothing / classes);

    private static double LogSumExp(ReadOnlySpan<double> line)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in line)
            largest = Math.Max(largest, value);
        double sum = 0;
        foreach (double value in line)
            sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>Calls <paramref name="body"/> with the indices of each line along an axis.</summary>
    private static void ForEachLine(Tensor x, int axis, Action<int[]> body)
    {
        int inner = Shapes.Length(x.Shape[(axis + 1)..]);
        int length = x.Shape[axis];
        int outer = Shapes.Length(x.Shape[..axis]);
        for (int i = 0; i < outer * inner; i++)
        {
            int start = (i / inner * length * inner) + (i % inner);
            body(Array.ConvertAll(Enumerable.Range(0, length).ToArray(), step => start + (step * inner)));
        }
    }
}
