using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Emit;

/// <summary>Writes what a type with parameters has once: its gradients, the list of its parameters, and the end of its workspaces.</summary>
internal static partial class GradientsEmitter
{
    public static SourceFile Emit(GradientsPlan plan)
    {
        TypeSpec type = plan.Type;
        Scope scope = new(type, []);
        string model = scope.Ours("IModel");
        string bases = type.Base.Length > 0 ? string.Empty : type.IsDisposable ? model : $"{model}, {scope.Type("System.IDisposable")}";
        string[] header =
        [
            $"The parameters of {type.DisplayName} and their gradients.",
            .. plan.Points.Select(static point => $"Sparse:       the gradient of {point.Parameter.PlainName} by {point.Marker.Operation}."),
        ];
        return SourceFile.Create($"{type.HintName}.Gradients.g.cs", header, type, scope, [], bases, code =>
        {
            Parameters(code, type, scope);
            code.Line();
            Workspaces(code, type, scope);
            code.Line();
            Gradients(code, plan, scope);
        });
    }

    private static void Parameters(CodeWriter code, TypeSpec type, Scope scope)
    {
        string named = scope.Ours("NamedTensor");
        code.Line($"private {scope.Type("System.Collections.Generic.IReadOnlyList")}<{named}>? parameterList;");
        code.Line();
        code.Line("/// <summary>All parameters with their names, in the order of declaration.</summary>");
        code.Line($"public {type.Inheritance}{scope.Type("System.Collections.Generic.IReadOnlyList")}<{named}> Parameters => {(type.MayChange ? "parameterList is not null && IsParameterList(parameterList) ? parameterList : parameterList =" : "parameterList ??=")}");
        code.Line("[");
        code.Indent();
        if (type.Base.Length > 0)
            code.Line(".. base.Parameters,");
        foreach (MemberSpec parameter in type.Parameters)
            code.Line($"new {named}(\"{parameter.PlainName}\", {parameter.Name}),");
        foreach (SubModelSpec part in type.SubModels)
            code.Line($".. {named}.Of(\"{part.PlainName}\", {Models(part, scope)}),");
        code.Unindent();
        code.Line("];");
        code.Line();
        if (type.MayChange)
            IsParameterList(code, type, scope);
        code.Line("/// <summary>Gradients of zeros for all parameters, on the parameters' device.</summary>");
        code.Line($"public {type.Inheritance}Gradients CreateGradients() => new Gradients(this);");
        foreach (string model in type.Interfaces)
        {
            code.Line();
            code.Line($"{scope.Ours("IGradients")} {model}.CreateGradients() => CreateGradients();");
        }
    }

    // Whoever puts another tensor or model into a member trains that from then on.
    private static void IsParameterList(CodeWriter code, TypeSpec type, Scope scope)
    {
        string named = scope.Ours("NamedTensor");
        List<string> parts = type.Base.Length > 0 ? ["base.Parameters"] : [];
        parts.AddRange(type.Parameters.Select(static parameter => parameter.Name));
        parts.AddRange(type.SubModels.Select(part => Models(part, scope)));
        code.Line("// Members may hold other tensors by now.");
        code.Open($"private bool IsParameterList({scope.Type("System.Collections.Generic.IReadOnlyList")}<{named}> known)");
        code.Line("int at = 0;");
        code.Line($"return {string.Concat(parts.Select(part => $"{named}.Follows(known, ref at, {part}) && "))}at == known.Count;");
        code.Close();
        code.Line();
    }

    private static void Workspaces(CodeWriter code, TypeSpec type, Scope scope)
    {
        foreach (string method in type.Methods)
        {
            code.Line($"private {scope.Ours("Workspace")}? {MethodNames.WorkspaceFieldOf(method)};");
            code.Line();
        }

        States(code, type, scope);
        code.Line("/// <summary>Gives the memory of all intermediate values back now; the next pass allocates anew.</summary>");
        code.Open($"public {type.Inheritance}void DisposeWorkspaces()");
        if (type.Base.Length > 0)
            code.Line("base.DisposeWorkspaces();");
        foreach (string method in type.Methods)
            code.Line($"{MethodNames.WorkspaceFieldOf(method)}?.Dispose();");
        foreach (SubModelSpec part in type.SubModels)
        {
            if (part.IsList)
            {
                code.Line($"foreach (var part in {part.Name})");
                code.Indent();
                code.Line("part.DisposeWorkspaces();");
                code.Unindent();
            }
            else
            {
                code.Line($"{part.Name}{(part.MayBeNull ? "?" : string.Empty)}.DisposeWorkspaces();");
            }
        }

        code.Close();
        if (type.IsDisposable)
            return;
        code.Line();
        code.Line("/// <inheritdoc cref=\"DisposeWorkspaces\"/>");
        code.Line("public void Dispose() => DisposeWorkspaces();");
    }

    // An explicit implementation: the name stays the user's.
    private static void States(CodeWriter code, TypeSpec type, Scope scope)
    {
        bool isOpen = type.Inheritance.Length > 0;
        if (type.Methods.Count == 0 && type.SubModels.Count == 0 && (!isOpen || type.Base.Length > 0))
            return;
        string states = $"{scope.Type("System.Collections.Generic.IReadOnlyList")}<{scope.Ours("NamedState")}>";
        if (isOpen && type.Base.Length == 0)
        {
            code.Line($"{states} {scope.Ours("IModel")}.States => TrainingStates;");
            code.Line();
        }

        code.Line(isOpen ? "/// <summary>Saved in checkpoints: how many random numbers each method has drawn.</summary>" : "// Saved in checkpoints: how many random numbers each method has drawn.");
        code.Line(isOpen ? $"protected {type.Inheritance}{states} TrainingStates =>" : $"{states} {scope.Ours("IModel")}.States =>");
        code.Line("[");
        code.Indent();
        if (type.Base.Length > 0)
            code.Line(".. base.TrainingStates,");
        foreach (string method in type.Methods)
        {
            string field = MethodNames.WorkspaceFieldOf(method);
            code.Line($"new {scope.Ours("NamedState")}(\"{method}\", {field} ??= new {scope.Ours("Workspace")}()),");
        }

        foreach (SubModelSpec part in type.SubModels)
            code.Line($".. {scope.Ours("NamedState")}.Of(\"{part.PlainName}\", {Models(part, scope)}),");

        code.Unindent();
        code.Line("];");
        code.Line();
    }

    private static void Gradients(CodeWriter code, GradientsPlan plan, Scope scope)
    {
        TypeSpec type = plan.Type;
        SelectionNames names = new(plan);
        string row = scope.Ours("RowGradient");
        List<MemberSpec> trained = [.. type.Parameters.Where(static parameter => parameter.HasGradient)];
        code.Line("/// <summary>One gradient for each parameter.</summary>");

        // What implements members of the interface that the base leaves to it must name the interface again.
        string again = type is { HasSelections: true, BaseHasSelections: false } ? $", {scope.Ours("IGradients")}" : string.Empty;
        string of = type.Base.Length > 0 ? $"{type.Base}.Gradients{again}" : $"{scope.Ours("IGradients")}, {scope.Type("System.IDisposable")}";
        string kind = (type.Base.Length > 0 ? "new " : string.Empty) + (type.IsSealed ? "sealed " : string.Empty);
        code.Open($"public {kind}class Gradients : {of}");
        SelectionFields(code, plan, names, scope);
        string constructor = $"Gradients({type.Self.Name}{type.Self.TypeParameters} model){(type.Base.Length > 0 ? " : base(model)" : string.Empty)}";
        code.Open((type.IsSealed ? "internal " : "protected internal ") + constructor);
        foreach (MemberSpec parameter in trained)
            code.Line($"{parameter.Name} = new {row}(model.{parameter.Name});");
        foreach (SubModelSpec part in type.SubModels)
            code.Line(part.IsList ? $"{part.Name} = [.. {scope.Type("System.Linq.Enumerable")}.Select(model.{part.Name}, static part => part.CreateGradients())];" : $"{part.Name} = model.{part.Name}{(part.MayBeNull ? "?" : string.Empty)}.CreateGradients();");
        if (names.Model.Length > 0)
            code.Line($"{(names.Model == "model" ? "this." : string.Empty)}{names.Model} = model;");
        List<string> entries = type.Base.Length > 0 ? [".. base.Entries"] : [];
        entries.AddRange(type.Parameters.Select(static parameter => parameter.HasGradient ? parameter.Name : "null"));
        entries.AddRange(type.SubModels.Select(part => $".. {Entries(part, scope)}"));
        code.Line($"Entries = [{string.Join(", ", entries)}];");
        code.Close();
        foreach (MemberSpec parameter in trained)
        {
            code.Line();
            code.Line($"/// <summary>The gradient of <c>{parameter.PlainName}</c>.</summary>");
            code.Line($"public {row} {parameter.Name} {{ get; }}");
        }

        foreach (SubModelSpec part in type.SubModels)
        {
            string gradients = part.IsAnyModel ? scope.Ours("IGradients") : $"{part.Type}.Gradients";
            string list = part.IsList ? $"{scope.Type("System.Collections.Generic.IReadOnlyList")}<{gradients}>" : part.MayBeNull ? gradients + "?" : gradients;
            code.Line();
            code.Line($"/// <summary>The gradients of <c>{part.PlainName}</c>.</summary>");
            code.Line($"{(part.IsPublic ? "public" : "internal")} {list} {part.Name} {{ get; }}");
        }

        code.Line();
        code.Line("/// <summary>All gradients, in the order of the model's parameters; null for a parameter without gradient.</summary>");
        code.Line($"public {type.Inheritance}{scope.Type("System.Collections.Generic.IReadOnlyList")}<{row}?> Entries {{ get; }}");
        code.Line();
        code.Line("/// <summary>Makes all gradients zero; costs nothing per entry.</summary>");
        code.Open($"public {type.Inheritance}void Clear()");
        if (type.Base.Length > 0)
            code.Line("base.Clear();");
        foreach (MemberSpec parameter in trained)
            code.Line($"{parameter.Name}.Clear();");
        ForEachPart(code, type.SubModels, "Clear", scope);
        code.Close();
        SelectionStates(code, plan, names, scope);
        Select(code, plan, names, scope);
        code.Line();
        code.Line("/// <summary>Gives the memory back.</summary>");
        code.Open($"public {type.Inheritance}void Dispose()");
        if (type.Base.Length > 0)
            code.Line("base.Dispose();");
        DisposeSelections(code, plan, names);
        foreach (MemberSpec parameter in trained)
            code.Line($"{parameter.Name}.Dispose();");
        ForEachPart(code, type.SubModels, "Dispose", scope);
        code.Close();
        code.Close();
    }

    private static string Entries(SubModelSpec part, Scope scope) =>
        part.HasGradient ? $"{scope.Ours("IGradients")}.EntriesOf({part.Name})" : $"{scope.Ours("IGradients")}.NoEntriesOf({part.Name})";

    // A model behind an interface need not be one of ours.
    private static string Models(SubModelSpec part, Scope scope) => !part.IsAnyModel ? part.Name
        : part.IsList ? $"{scope.Type("System.Linq.Enumerable")}.OfType<{scope.Ours("IModel")}>({part.Name})" : $"{part.Name} as {scope.Ours("IModel")}";

    private static string Action(string gradients, SubModelSpec part, string action, Scope scope) => part.IsAnyModel && action == "Dispose"
        ? $"({gradients} as {scope.Type("System.IDisposable")})?.Dispose();"
        : $"{gradients}{(part is { MayBeNull: true, IsList: false } ? "?" : string.Empty)}.{action}();";

    private static void ForEachPart(CodeWriter code, IEnumerable<SubModelSpec> parts, string action, Scope scope)
    {
        foreach (SubModelSpec part in parts)
        {
            if (part.IsList)
            {
                code.Line($"foreach (var part in {part.Name})");
                code.Indent();
                code.Line(Action("part", part, action, scope));
                code.Unindent();
            }
            else
            {
                code.Line(Action(part.Name, part, action, scope));
            }
        }
    }
}
