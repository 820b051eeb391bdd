using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>The parameter lists of a method's generated methods.</summary>
internal sealed class SignatureText(MethodPlan plan, MethodNames names, Scope scope)
{
    private MethodSpec Method => plan.Method;

    /// <summary>What the method returns.</summary>
    public string Result => Method.ResultNames.Count == 0
        ? scope.Ours("Tensor")
        : $"({Join(Method.ResultNames.Select((name, i) => scope.Ours("Tensor") + (name == $"result{i + 1}" ? string.Empty : " " + name)))})";

    public string Forward => Join([.. Arguments, $"out {names.SavedType} {names.Saved}", OptionalWorkspace]);

    public string WithGradients => Join([.. Arguments, .. Method.IsStatic ? Outputs : Adds, OptionalWorkspace]);

    /// <summary>The gradients, as they are passed on.</summary>
    public string GradientArguments => Method.IsStatic
        ? Join(plan.Program.Outputs.Select(output => "out " + OutputName(output)))
        : names.Gradients;

    /// <summary>The parameters of the backward pass.</summary>
    /// <param name="withSeed">Whether it takes the gradients of the results.</param>
    /// <param name="withOutputs">Whether it gives the gradients of the arguments.</param>
    public string Backward(bool withSeed, bool withOutputs) => Join(
    [
        $"in {names.SavedType} {names.Saved}",
        .. withSeed ? names.Seeds.Select(seed => $"{scope.Ours("Tensor")} {seed}") : [],
        .. Method.IsStatic ? [] : Adds,
        .. withOutputs ? Outputs : [],
    ]);

    /// <summary>The out parameter: the gradient's own variable, unless another argument has the same.</summary>
    public string OutputName(GradientOutput output) =>
        plan.Program.Nodes[output.Node] is SeedNode || plan.Program.Outputs.First(other => other.Node == output.Node) != output
            ? names.OutputOf(output)
            : output.Name;

    public IEnumerable<string> Arguments => Method.Arguments.Select(argument => $"{(argument.IsTensor ? scope.Ours("Tensor") : argument.Type)} {argument.Name}");

    private IEnumerable<string> Adds => [$"Gradients {names.Gradients}"];

    public IEnumerable<string> Outputs =>
        plan.Program.Outputs.Select(output => $"out {scope.Ours(plan.Program.Nodes[output.Node].Format.ToString())} {OutputName(output)}");

    private string OptionalWorkspace => $"{scope.Ours("Workspace")}? {names.Workspace} = null";

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);
}
