namespace SparseDiff.Tests.Rules;

public static partial class RuleTable
{
    /// <summary>Reductions and running sums.</summary>
    private static IEnumerable<RuleCase> Lines()
    {
        foreach (int? axis in new int?[] { null, 0, 1, -1 })
        {
            foreach (bool keep in new[] { false, true })
            {
                yield return Row(nameof(Ops.Max), c => Ops.Max(c.T("x"), axis, keep), ("x", S(2, 3, 4)), ("axis", axis), ("keepDims", keep));
                yield return Row(nameof(Ops.LogSumExp), c => Ops.LogSumExp(c.T("x"), axis, keep), ("x", S(2, 3, 4)), ("axis", axis), ("keepDims", keep));
                yield return Row(nameof(Ops.Product), c => Ops.Product(c.T("x"), axis, keep), ("x", S(2, 3, 4)), ("axis", axis), ("keepDims", keep));
                yield return Row(
                    nameof(Ops.Variance), c => Ops.Variance(c.T("x"), axis, keep, unbiased: keep), ("x", S(2, 3, 4)), ("axis", axis), ("keepDims", keep), ("unbiased", keep));
            }

            yield return Row(nameof(Ops.CumulativeSum), c => Ops.CumulativeSum(c.T("x"), axis ?? -1), ("x", S(2, 3, 4)), ("axis", axis ?? -1));
        }
    }

    /// <summary>Means of a function of a prediction and a target.</summary>
    private static IEnumerable<RuleCase> Losses()
    {
        yield return Row(nameof(Ops.MeanAbsoluteError), c => Ops.MeanAbsoluteError(c.T("prediction"), c.T("target")), ("prediction", S(3, 4)), ("target", S(3, 4)));
        yield return Row(
            nameof(Ops.HuberLoss), c => Ops.HuberLoss(c.T("prediction"), c.T("target"), 0.7f), ("prediction", S(3, 4)), ("target", S(3, 4)), ("delta", 0.7f));
        yield return Row(nameof(Ops.SigmoidCrossEntropy), c => Ops.SigmoidCrossEntropy(c.T("prediction"), c.T("target")), ("prediction", S(3, 4)), ("target", S(3, 4)));
    }
}
