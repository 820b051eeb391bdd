using System.Globalization;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Sparsity;

namespace SparseDiff.Generators.Emit;

// What attributes let pass of the gradients of parameters.
internal static partial class GradientsEmitter
{
    private static void SelectionFields(CodeWriter code, GradientsPlan plan, SelectionNames names, Scope scope)
    {
        if (plan.Points.Count == 0)
            return;
        if (names.Model.Length > 0)
            code.Line($"private readonly {plan.Type.Self.Name}{plan.Type.Self.TypeParameters} {names.Model};");
        code.Line($"private readonly {scope.Ours("Workspace")} {names.Workspace} = new();");
        foreach (ParameterPoint point in plan.Points)
        {
            string options = point.Marker.IsUnbiased ? " { ErrorFeedback = false }" : string.Empty;
            code.Line($"private readonly {scope.Ours("ParameterSelection")} {names.Of(point)} = new(){options};");
        }

        code.Line();
    }

    private static void Select(CodeWriter code, GradientsPlan plan, SelectionNames names, Scope scope)
    {
        if (!plan.Type.HasSelections)
            return;
        List<SubModelSpec> parts = [.. plan.Type.SubModels.Where(static part => part is { HasGradient: true, HasSelections: true })];
        if (plan.Points.Count > 0)
        {
            code.Line();
            code.Line("/// <summary>What watches the selections, by the parameters' names; null, as at first, for nobody.</summary>");
            code.Line($"public {scope.Ours("Probes")}? {names.Probes} {{ get => {names.Workspace}.Probes; set => {names.Workspace}.Probes = value; }}");
        }

        if (!plan.Type.BaseHasSelections)
        {
            code.Line();
            code.Line("/// <summary>");
            code.Line("/// Lets pass what the attributes of parameters say: after all backward passes of a step, before the optimizer's. What is");
            code.Line("/// dropped is added to the next step's gradients, unless what passes is unbiased. The methods <c>…WithGradients</c> do it themselves.");
            code.Line("/// </summary>");
            code.Open("public void Select()");
            code.Line("CheckSelections();");
            code.Line("ChooseSelections();");
            code.Line("PassSelections();");
            code.Close();
        }

        Part("CheckSelections", "Refuses settings that <see cref=\"Select\"/> would refuse, before anything is written.", plan.Points.Where(static point => point.NeedsCheck), point =>
            $"{scope.Method(point.Point.Container, point.Point.Name)}({string.Join(", ", point.Settings.Select(operand => Setting(operand, point, names, scope)))});");
        Part("ChooseSelections", "Lets policies of one's own choose what passes: one that fails leaves everything as it is.", plan.Points.Where(static point => point.MayFail), point =>
            $"{names.Of(point)}.Choose({Selected(point)});");
        Part("PassSelections", "Lets pass what was chosen, and what cannot fail.", plan.Points, point =>
            point.MayFail ? $"{names.Of(point)}.Pass({point.Parameter.Name});" : $"{names.Of(point)}.Pass({Selected(point)}, {point.Parameter.Name});");

        void Part(string method, string summary, IEnumerable<ParameterPoint> points, Func<ParameterPoint, string> statement)
        {
            code.Line();
            code.Line($"/// <summary>{summary}</summary>");
            code.Open($"public {Modifier(plan.Type)}void {method}()");
            if (plan.Type.BaseHasSelections)
                code.Line($"base.{method}();");
            foreach (ParameterPoint point in points)
            {
                code.Line($"// [{point.Marker.Attribute}] {point.Parameter.PlainName}");
                code.Line(statement(point));
            }

            ForEachPart(code, parts, method, scope);
            code.Close();
        }

        string Selected(ParameterPoint point)
        {
            string slot = plan.Points.ToList().IndexOf(point).ToString(CultureInfo.InvariantCulture);
            return $"{scope.Method(point.Rule.Container, point.Rule.Method)}({Arguments(point, names, scope)}, into: {names.Workspace}.Sparse({slot}, \"{point.Parameter.PlainName}\"))";
        }
    }

    private static void SelectionStates(CodeWriter code, GradientsPlan plan, SelectionNames names, Scope scope)
    {
        if (!plan.Type.HasSelections)
            return;
        string named = scope.Ours("NamedState");
        code.Line();
        code.Line("/// <summary>What the selections hold back until the next step, and how many random numbers they have drawn: for the <c>states:</c> of a checkpoint.</summary>");
        code.Line($"public {Modifier(plan.Type)}{scope.Type("System.Collections.Generic.IReadOnlyList")}<{named}> States =>");
        code.Line("[");
        code.Indent();
        if (plan.Type.BaseHasSelections)
            code.Line(".. base.States,");
        // No parameter can be called Select, as the class has a method of this name.
        if (plan.Points.Count > 0)
            code.Line($"new {named}(\"{StateName("Select")}\", {names.Workspace}),");
        foreach (ParameterPoint point in plan.Points)
            code.Line($"new {named}(\"{StateName(point.Parameter.PlainName)}\", {names.Of(point)}),");
        foreach (SubModelSpec part in plan.Type.SubModels.Where(static part => part is { HasGradient: true, HasSelections: true }))
            code.Line($".. {named}.Of(\"{part.PlainName}\", {part.Name}),");
        code.Unindent();
        code.Line("];");

        // A derived model's selections have another name: its workspace counts apart from its base's.
        string StateName(string name) => plan.Type.BaseHasSelections && name == "Select" ? $"Gradients.Select.{plan.Type.DisplayName}" : $"Gradients.{name}";
    }

    private static string Modifier(TypeSpec type) => type.BaseHasSelections ? "override " : type.IsSealed ? string.Empty : "virtual ";

    private static void DisposeSelections(CodeWriter code, GradientsPlan plan, SelectionNames names)
    {
        if (plan.Points.Count > 0)
            code.Line($"{names.Workspace}.Dispose();");
        foreach (ParameterPoint point in plan.Points)
            code.Line($"{names.Of(point)}.Dispose();");
    }

    private static string Arguments(ParameterPoint point, SelectionNames names, Scope scope) => string.Join(", ", point.Operands.Select(operand =>
        operand.Parameter == VjpRule.Cotangent ? $"{names.Of(point)}.{(point.MayFail ? "Preview" : "Sum")}({point.Parameter.Name}{Policy(point, names)})" : Setting(operand, point, names, scope)));

    private static string Setting(OperandSpec operand, ParameterPoint point, SelectionNames names, Scope scope) =>
        operand.Kind == OperandKind.Tensor ? $"{point.Parameter.Name}.Buffer"
        : operand.Text.StartsWith(MarkerSpec.Model, StringComparison.Ordinal) ? Member(operand, names)
        : operand.Text is "true" or "false" or "null" || char.IsDigit(operand.Text[0]) || operand.Text[0] == '-' ? $"{operand.Parameter}: {operand.Text}"
        : scope.Constant(operand.Text);

    private static string Member(OperandSpec operand, SelectionNames names) => $"{names.Model}.{operand.Text.Substring(MarkerSpec.Model.Length)}";

    /// <summary>The policy that a member holds, which says whether it is unbiased; of an attribute's own policy that is known here.</summary>
    private static string Policy(ParameterPoint point, SelectionNames names) =>
        point.Operands.FirstOrDefault(static operand => operand.Parameter == PolicyLimits.Policy) is { } policy ? $", {Member(policy, names)}" : string.Empty;
}
