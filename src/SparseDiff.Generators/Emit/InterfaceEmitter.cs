using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes what an interface of models has beside each differentiable method: its two passes, found at run time.</summary>
internal static class InterfaceEmitter
{
    /// <summary>What an interface has once.</summary>
    public static SourceFile EmitType(TypeSpec type)
    {
        Scope scope = new(type, []);
        string[] header = [$"What every model behind {type.DisplayName} has; a type without a derivative gets what only says so."];
        return SourceFile.Create($"{type.HintName}.Gradients.g.cs", header, type, scope, [], string.Empty, code =>
        {
            code.Line("/// <summary>Gradients of zeros for all parameters, on the parameters' device.</summary>");
            code.Line($"{scope.Ours("IGradients")} CreateGradients() => {Throw(scope, "has no [Differentiable] method")};");
            code.Line();
            code.Line("/// <summary>Gives the memory of all intermediate values back now; the next pass allocates anew.</summary>");
            code.Open("void DisposeWorkspaces()");
            code.Close();
        });
    }

    /// <summary>What it has for a method.</summary>
    public static SourceFile EmitMethod(MethodSpec method)
    {
        Scope scope = new(method.Type, method.Names);
        NamePool names = new(method.Names);
        string workspace = names.Take("workspace");
        string gradients = names.Take("gradients");
        string tensor = scope.Ours("Tensor");
        List<string> resultNames = method.ResultNames.Count == 0 ? ["result"] : [.. method.ResultNames];
        List<string> seeds = [.. resultNames.Select(name => names.Take(Cotangents.NameOf(name)))];
        IEnumerable<string> outputs = method.Arguments.Where(static argument => argument.WantsGradient).Select(argument => $"out {tensor} {names.Take(Cotangents.NameOf(argument.Name))}");
        string results = method.ResultNames.Count == 0 ? tensor
            : $"({string.Join(", ", method.ResultNames.Select((name, i) => tensor + (name == $"result{i + 1}" ? string.Empty : " " + name)))})";
        string arguments = string.Concat(method.Arguments.Select(argument => $"{(argument.IsTensor ? tensor : argument.Type)} {argument.Name}, "));
        string missing = Throw(scope, $"implements {method.Name} without [Differentiable]");
        return SourceFile.Create($"{method.Type.HintName}.{MethodNames.FileNameOf(method.PlainName)}.g.cs", [$"The derivative of {method.DisplayName}, whichever model it is."], method.Type, scope, method.Usings, string.Empty, code =>
        {
            code.Line($"/// <summary>Computes what <c>{method.Name}</c> computes, and keeps in the workspace what the backward pass reads.</summary>");
            code.Line($"{results} {method.PlainName}Forward({arguments}{scope.Ours("Workspace")} {workspace}) => {missing};");
            code.Line();
            code.Line("/// <summary>Adds the gradients of the parameters, and gives those of the arguments, from those of the results.</summary>");
            code.Line($"void {method.PlainName}Backward({string.Join(", ", seeds.Select(seed => $"{tensor} {seed}").Prepend($"{scope.Ours("Workspace")} {workspace}").Append($"{scope.Ours("IGradients")} {gradients}").Concat(outputs))}) => {missing};");
        });
    }

    /// <summary>Writes a model's implementation: its own passes, with the record that it keeps in the workspace.</summary>
    public static void Implement(CodeWriter code, MethodPlan plan, MethodNames names, Scope scope, SignatureText signature, string model)
    {
        MethodSpec method = plan.Method;
        code.Line();
        code.Open($"{signature.Result} {model}.{names.Forward}({string.Concat(signature.Arguments.Select(static argument => argument + ", "))}{scope.Ours("Workspace")} {names.Workspace})");
        code.Line($"{(plan.Program.Results.Count == 1 ? scope.Ours("Tensor") : "var")} {names.ResultLocal} = {names.Forward}({string.Concat(method.Arguments.Select(static argument => argument.Name + ", "))}out {names.SavedType} {names.Saved}, {names.Workspace});");
        code.Line($"{names.Workspace}.Keep(in {names.Saved});");
        code.Line($"return {names.ResultLocal};");
        code.Close();
        code.Line();
        IEnumerable<string> parameters = names.Seeds.Select(seed => $"{scope.Ours("Tensor")} {seed}").Prepend($"{scope.Ours("Workspace")} {names.Workspace}").Append($"{scope.Ours("IGradients")} {names.Gradients}").Concat(signature.Outputs);
        IEnumerable<string> arguments = names.Seeds.Prepend($"in {names.Workspace}.Kept<{names.SavedType}>()").Append($"(Gradients){names.Gradients}").Concat(plan.Program.Outputs.Select(output => "out " + signature.OutputName(output)));
        code.Line($"void {model}.{names.Backward}({string.Join(", ", parameters)}) =>");
        code.Indent();
        code.Line($"{names.Backward}({string.Join(", ", arguments)});");
        code.Unindent();
    }

    private static string Throw(Scope scope, string why) => $"throw new {scope.Type("System.NotSupportedException")}(GetType() + \" {why}.\")";
}
