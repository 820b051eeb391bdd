using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Checks that there is something to differentiate for.</summary>
internal static class WantedCheck
{
    public static bool Check(MethodSpec method, BoundMethod bound, Activity activity, List<DiagnosticSpec> diagnostics)
    {
        if (!method.IsStatic)
        {
            if (bound.Results.Any(activity.IsActive))
                return true;
            diagnostics.Add(DiagnosticSpec.Create(
                Descriptors.NothingToDifferentiate, method.Location, method.Name, "[Parameter] of the object", "use a parameter in it, ask for the gradients of its arguments with [Differentiable(InputGradients = true)], or remove [Differentiable]"));
            return false;
        }

        bool isComplete = bound.Values.Any(static value => value.WantsGradient);
        if (!isComplete)
        {
            diagnostics.Add(DiagnosticSpec.Create(
                Descriptors.NothingToDifferentiate, method.Location, method.Name, "tensor argument that wants a gradient", "a static method is differentiated for its Tensor arguments; pass one, or remove [Differentiable]"));
        }

        for (int i = 0; i < bound.Values.Count; i++)
        {
            if (bound.Values[i] is not { Kind: ValueKind.Argument, WantsGradient: true } argument || activity.IsActive(i))
                continue;
            diagnostics.Add(DiagnosticSpec.Create(
                Descriptors.NothingToDifferentiate, method.Location, method.Name, $"argument '{argument.Name}'", "mark the argument [NoGradient], or use it"));
            isComplete = false;
        }

        return isComplete;
    }
}
