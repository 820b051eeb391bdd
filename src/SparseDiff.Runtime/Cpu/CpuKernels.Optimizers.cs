using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Sgd(Tensor parameter, RowGradient gradient, Tensor? momentum, in SgdStep step, bool touchedOnly)
    {
        var rule = new SgdRule(step, momentum is null ? null : Host.Pointer(momentum));
        Step(rule, parameter, gradient, touchedOnly);
        GC.KeepAlive(momentum);
    }

    public override void Adam(Tensor parameter, RowGradient gradient, Tensor first, Tensor second, in AdamStep step, bool touchedOnly)
    {
        var rule = new AdamRule(step, Host.Pointer(first), Host.Pointer(second));
        Step(rule, parameter, gradient, touchedOnly);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    private static void Step<TRule>(in TRule rule, Tensor parameter, RowGradient gradient, bool touchedOnly)
        where TRule : struct, IUpdateRule
    {
        gradient.IsOnlySteppedBy = !gradient.WasLookedAt && !gradient.HasSeveralParts;
        if (gradient is { IsUntouched: true, Deferred: DeferredProducts products } && products.TryStep(rule, Host.Pointer(parameter), touchedOnly))
        {
            GC.KeepAlive(parameter);
            return;
        }
        // Asking for the values clears the rows that hold an older gradient; the touched rows never do.
        bool all = !touchedOnly || gradient.IsAll;
        Tensor values = all ? gradient.Values : gradient.Buffer;
        var job = new UpdateJob<TRule> { Rule = rule, Weights = Host.Pointer(parameter), Gradient = Host.Pointer(values) };
        if (all)
            job.RunAll(parameter.Length);
        else
        {
            fixed (int* rows = gradient.TouchedRows)
                job.RunRows(rows, gradient.TouchedRows.Length, gradient.RowLength);
        }
        GC.KeepAlive(parameter);
        GC.KeepAlive(gradient);
    }
}
