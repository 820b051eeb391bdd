namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Sgd(Tensor parameter, RowGradient gradient, Tensor? momentum, in SgdStep step, bool touchedOnly)
    {
        double[] weights = Doubles.Load(parameter);
        double[] gradients = Doubles.Load(gradient.Values);
        double[] velocity = momentum is null ? new double[weights.Length] : Doubles.Load(momentum);
        foreach (int i in Entries(gradient, touchedOnly))
        {
            double g = gradients[i] + (step.WeightDecay * weights[i]);
            if (momentum is null)
            {
                weights[i] -= step.Rate * g;
                continue;
            }

            velocity[i] = (step.Momentum * velocity[i]) + g;
            weights[i] -= step.Rate * (step.Nesterov ? g + (step.Momentum * velocity[i]) : velocity[i]);
        }

        Doubles.Store(weights, parameter);
        if (momentum is not null)
            Doubles.Store(velocity, momentum);
    }

    public override void Adam(Tensor parameter, RowGradient gradient, Tensor first, Tensor second, in AdamStep step, bool touchedOnly)
    {
        double[] weights = Doubles.Load(parameter);
        double[] gradients = Doubles.Load(gradient.Values);
        double[] m = Doubles.Load(first);
        double[] v = Doubles.Load(second);
        foreach (int i in Entries(gradient, touchedOnly))
        {
            double g = gradients[i] + (step.Penalty * weights[i]);
            m[i] = (step.Beta1 * m[i]) + ((1 - step.Beta1) * g);
            v[i] = (step.Beta2 * v[i]) + ((1 - step.Beta2) * g * g);
            weights[i] = (weights[i] * step.Shrink) - (step.StepSize * m[i] / ((Math.Sqrt(v[i]) * step.SecondScale) + step.Epsilon));
        }

        Doubles.Store(weights, parameter);
        Doubles.Store(m, first);
        Doubles.Store(v, second);
    }

    private static IEnumerable<int> Entries(RowGradient gradient, bool touchedOnly)
    {
        int[] rows = touchedOnly ? gradient.TouchedRows.ToArray() : Enumerable.Range(0, gradient.Rows).ToArray();
        return rows.SelectMany(row => Enumerable.Range(row * gradient.RowLength, gradient.RowLength));
    }
}
