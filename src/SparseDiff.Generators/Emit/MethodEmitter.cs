using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes the forward pass, the backward pass and the record of kept values of a method.</summary>
internal sealed class MethodEmitter
{
    private readonly MethodPlan plan;
    private readonly MethodSpec method;
    private readonly MethodNames names;
    private readonly Scope scope;
    private readonly SignatureText signature;

    private MethodEmitter(MethodPlan plan)
    {
        this.plan = plan;
        method = plan.Method;
        names = new MethodNames(plan);
        scope = new Scope(method.Type, method.Names);
        signature = new SignatureText(plan, names, scope);
    }

    public static SourceFile Emit(MethodPlan plan) => new MethodEmitter(plan).File();

    private SourceFile File() => SourceFile.Create(
        $"{method.Type.HintName}.{MethodNames.FileNameOf(method.PlainName)}.g.cs", HeaderText.Of(plan), method.Type, scope, method.Usings, string.Empty, code =>
        {
            if (method.IsStatic)
            {
                code.Line($"[{scope.Type("System.ThreadStatic")}]");
                code.Line($"private static {scope.Ours("Workspace")}? {names.WorkspaceField};");
                code.Line();
            }

            Forward(code);
            code.Line();
            if (plan.HasEffects)
            {
                Backward(code, plan.HasInputOverload ? plan.Lean : plan.Backward, withOutputs: method.IsStatic);
                code.Line();
            }

            if (plan.HasInputOverload)
            {
                Backward(code, plan.Backward, withOutputs: true);
                code.Line();
            }

            if (plan.HasEffects && method.Results.Count == 1)
            {
                BackwardOfScalar(code);
                code.Line();
                WithGradients(code);
                code.Line();
            }

            Saved(code);
            foreach (string model in method.Interfaces)
                InterfaceEmitter.Implement(code, plan, names, scope, signature, model);
        });

    private string Modifiers => method.Accessibility + (method.IsStatic ? " static" : string.Empty);

    // The record of a method that calls this one may hold this one's.
    private string SavedAccessibility => method.Accessibility switch
    {
        "private" or "private protected" => "internal",
        "protected" or "protected internal" => "public",
        _ => method.Accessibility,
    };

    private void Forward(CodeWriter code)
    {
        code.Line($"/// <summary>Computes what {Documented(method.Name)} computes, and keeps what the backward pass reads.</summary>");
        code.Line($"/// <param name=\"{names.Saved}\">What the backward pass reads; valid until the next forward pass in the same workspace.</param>");
        code.Line($"/// <param name=\"{names.Workspace}\">The buffers of all intermediate values; by default {(method.IsStatic ? "one for each thread" : "the model's own")}.</param>");
        code.Open($"{Modifiers} {signature.Result} {names.Forward}({signature.Forward})");
        string field = (method.IsStatic ? string.Empty : "this.") + names.WorkspaceField;
        code.Line($"{scope.Ours("Workspace")} {names.Ws} = ({names.Workspace} ?? ({field} ??= new {scope.Ours("Workspace")}())).Begin();");
        // A branch that is not taken keeps nothing.
        if (plan.Regions.Any(static region => region.Spec.Kind == RegionKind.If))
            code.Line($"{names.Saved} = default;");
        DeclaredShapes(code);
        Body(code).Forward();
        code.Line();
        StepText text = Body(code).Text(plan.Forward, isBackward: false, withOutputs: false);
        string results = string.Join(", ", plan.Program.Results.Select(text.Tensor));
        if (method.IsStructured)
            Keep(code, text);
        else
            code.Line($"{names.Saved} = new {names.SavedType}({names.Ws}.Stamp(), {results}{string.Concat(plan.Saved.Select(static saved => ", " + saved.Name))});");
        code.Line(plan.Program.Results.Count == 1 ? $"return {results};" : $"return ({results});");
        code.Close();
    }

    private void Keep(CodeWriter code, StepText text)
    {
        code.Line($"{names.Saved}.{names.Stamp} = {names.Ws}.Stamp();");
        for (int i = 0; i < names.Outputs.Count; i++)
            code.Line($"{names.Saved}.{names.Outputs[i]} = {text.Tensor(plan.Program.Results[i])};");
        Body(code).Keep();
    }

    private void Backward(CodeWriter code, IReadOnlyList<Step> steps, bool withOutputs)
    {
        string also = withOutputs ? "Adds the gradients of the parameters, and gives those of the arguments," : "Adds the gradients of the parameters";
        string what = names.Seeds.Count == 1 ? "the gradient of the result" : "the gradients of the results";
        code.Line($"/// <summary>{(method.IsStatic ? "Gives the gradients of the arguments" : also)} from {what}.</summary>");
        code.Line($"/// <param name=\"{names.Saved}\">What <c>{names.Forward}</c> kept.</param>");
        for (int i = 0; i < names.Seeds.Count; i++)
            code.Line($"/// <param name=\"{names.Seeds[i]}\">The gradient of {(method.ResultNames.Count == 0 ? "the result" : method.ResultNames[i])}, of the same shape.</param>");
        code.Open($"{Modifiers} void {names.Backward}({signature.Backward(withSeed: true, withOutputs)})");
        if (!method.IsStatic)
            code.Line($"{scope.Ours("ModelGradients")}.Check(this, {names.Gradients}, \"{Quoted(names.Backward)}\");");
        string seeds = string.Join(", ", names.Seeds);
        string outputs = string.Join(", ", names.Outputs.Select(output => $"{names.Saved}.{output}"));
        string checkedSeeds = names.Seeds.Count == 1 ? $"{seeds}, {outputs}" : $"[{seeds}], [{outputs}]";
        code.Line($"{scope.Ours("Workspace")} {names.Ws} = {names.Saved}.{names.Stamp}.Resume({checkedSeeds}, \"{Quoted(names.Backward)}\");");
        Body(code).Backward(steps, withOutputs);
        foreach (GradientOutput output in plan.Program.Outputs.Where(output => withOutputs && signature.OutputName(output) != plan.Program.Nodes[output.Node].Name))
        {
            code.Line();
            code.Line($"// The gradient of {output.Argument} is that of another value.");
            code.Line($"{signature.OutputName(output)} = {plan.Program.Nodes[output.Node].Name};");
        }

        code.Close();
    }

    private void BackwardOfScalar(CodeWriter code)
    {
        code.Line("/// <summary>The same for a scalar result, whose gradient with respect to itself is 1.</summary>");
        code.Line($"/// <param name=\"{names.Saved}\">What <c>{names.Forward}</c> kept.</param>");
        code.Line($"{Modifiers} void {names.Backward}({signature.Backward(withSeed: false, withOutputs: method.IsStatic)}) =>");
        code.Indent();
        string seed = $"{names.Saved}.{names.Stamp}.Seed({names.Saved}.{names.Outputs[0]}, \"{Quoted(names.Backward)}\")";
        code.Line($"{names.Backward}(in {names.Saved}, {seed}, {signature.GradientArguments});");
        code.Unindent();
    }

    private void WithGradients(CodeWriter code)
    {
        code.Line($"/// <summary>Forward and backward pass at once, of a scalar result{(method.IsStatic ? "." : "; gradients from before are cleared.")}</summary>");
        code.Line("/// <returns>The result.</returns>");
        code.Open($"{Modifiers} float {names.WithGradients}({signature.WithGradients})");
        if (!method.IsStatic)
            code.Line($"{scope.Type("System.ArgumentNullException")}.ThrowIfNull({names.Gradients});");

        string arguments = string.Concat(method.Arguments.Select(static argument => argument.Name + ", "));
        code.Line($"{scope.Ours("Tensor")} {names.ResultLocal} = {names.Forward}({arguments}out {names.SavedType} {names.Saved}, {names.Workspace});");
        bool hasSelections = method.Type.HasSelections || method.Type.BaseHasSelections;
        if (!method.IsStatic && hasSelections)
            code.Line($"{names.Gradients}.CheckSelections();");
        if (!method.IsStatic)
            code.Line($"{names.Gradients}.Clear();");
        code.Line($"{names.Backward}(in {names.Saved}, {signature.GradientArguments});");
        if (!method.IsStatic && hasSelections)
            code.Line($"{names.Gradients}.Select();");
        code.Line($"return {names.ResultLocal}.ToScalar();");
        code.Close();
    }

    private void Saved(CodeWriter code)
    {
        code.Line($"/// <summary>What the backward pass of {Documented(method.Name)} reads of a forward pass.</summary>");
        code.Open($"{SavedAccessibility} {(method.HidesSaved ? "new " : string.Empty)}{(method.IsStructured ? string.Empty : "readonly ")}struct {names.SavedType}");
        List<(string Type, string Name)> fields = [(scope.Ours("WorkspaceStamp"), names.Stamp), .. names.Outputs.Select(output => (scope.Ours("Tensor"), output))];
        fields.AddRange(FrameEmitter.Fields(plan, scope));
        foreach ((string type, string name) in fields)
            code.Line($"internal {(method.IsStructured ? string.Empty : "readonly ")}{type} {name};");
        if (method.IsStructured)
        {
            code.Close();
            FrameEmitter.Emit(code, plan, scope);
            return;
        }

        code.Line();
        code.Open($"internal {names.SavedType}({string.Join(", ", fields.Select(static field => $"{field.Type} {field.Name}"))})");
        foreach ((string _, string name) in fields)
            code.Line($"this.{name} = {name};");
        code.Close();
        code.Close();
    }

    /// <summary>Checks arguments and parameters against the shapes that the user declared for them.</summary>
    private void DeclaredShapes(CodeWriter code)
    {
        List<ValueSpec> declared = [.. method.Values.Where(static value => value is { Shape: not null, Kind: ValueKind.Argument or ValueKind.Parameter })];
        if (declared.Count == 0)
            return;
        List<string> sizes = [.. declared.SelectMany(static value => value.Shape!.Dimensions).Where(static name => name != ShapeSpec.Any && !char.IsDigit(name[0])).Distinct()];
        code.Line();
        code.Line($"// The declared shapes{(sizes.Count == 0 ? string.Empty : $": {string.Join(", ", sizes)}")}.");
        code.Line($"{scope.Ours("DeclaredShapes")} {names.Declared} = new(\"{Quoted(method.PlainName)}\", stackalloc int[{sizes.Count}]);");
        foreach (ValueSpec value in declared)
        {
            string places = string.Concat(value.Shape!.Dimensions.Select(name => ", " + Place(name)));
            code.Line($"{names.Declared}.{(value.Shape.IsOpen ? "CheckLast" : "Check")}({value.Text}, \"{value.Name.TrimStart('@')} {value.Shape}\"{places});");
        }

        string Place(string name) => name == ShapeSpec.Any ? $"{scope.Ours("DeclaredShapes")}.Any"
            : char.IsDigit(name[0]) ? $"{scope.Ours("DeclaredShapes")}.Number({name})"
            : sizes.IndexOf(name).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private BlockEmitter Body(CodeWriter code) => new(code, plan, names, scope, names.Saved, names.Ws);

    private string Quoted(string name) => $"{method.Type.DisplayName}.{name}";

    private static string Documented(string name) => $"<c>{name}</c>";
}
