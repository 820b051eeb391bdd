using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>The parameter lists of a method's generated methods.</summary>
internal sealed class SignatureText(MethodPlan plan, MethodNames names, Scope scope)
{
    private MethodSpec Method => plan.Method;

    public string Forward => Join([.. Arguments, $"out {names.SavedType} {names.Saved}", OptionalWorkspace]);

    public string WithGradients => Join([.. Arguments, .. Gradients, OptionalWorkspace]);

    /// <summary>The gradients, as they are passed on.</summary>
    public string GradientArguments => Method.IsStatic
        ? Join(plan.Program.Outputs.Select(output => "out " + OutputName(output)))
        : names.Gradients;

    public string Backward(bool withSeed) => withSeed
        ? Join([$"in {names.SavedType} {names.Saved}", $"{scope.Ours("Tensor")} {names.Seed}", .. Gradients])
        : Join([$"in {names.SavedType} {names.Saved}", .. Gradients]);

    /// <summary>The out parameter: the gradient's own variable, unless another argument has the same.</summary>
    public string OutputName(GradientOutput output) =>
        plan.Program.Nodes[output.Node] is SeedNode || plan.Program.Outputs.First(other => other.Node == output.Node) != output
            ? names.OutputOf(output)
            : output.Name;

    private IEnumerable<string> Arguments => Method.Arguments.Select(argument => $"{(argument.IsTensor ? scope.Ours("Tensor") : argument.Type)} {argument.Name}");

    private IEnumerable<string> Gradients => Method.IsStatic
        ? plan.Program.Outputs.Select(output => $"out {scope.Ours(plan.Program.Nodes[output.Node].Format.ToString())} {OutputName(output)}")
        : [$"Gradients {names.Gradients}"];

    private string OptionalWorkspace => $"{scope.Ours("Workspace")}? {names.Workspace} = null";

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);
}
