using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads a differentiable method. Nothing of the compiler's leaves here: the result is plain records.</summary>
internal static class MethodParser
{
    public static Outcome<MethodSpec> Parse(IMethodSymbol method, SyntaxNode node, SemanticModel model, ProjectBodies bodies, CancellationToken cancellation)
    {
        List<DiagnosticSpec> diagnostics = [];
        SignatureCheck.Check(method, node, diagnostics);
        if (diagnostics.Count > 0 || TypeParser.Parse(method.ContainingType, model.Compilation, cancellation).Product is not { } type)
            return new Outcome<MethodSpec>(null, diagnostics.ToEquatable());
        if (model.GetOperation(node, cancellation) is not IMethodBodyOperation body || (body.BlockBody ?? body.ExpressionBody) is not { } block)
            return Refused(diagnostics, Descriptors.UnsupportedMethod, method, "has no body", "only a method with a body has a derivative");

        int position = node.SpanStart;
        var state = new BodyState(new NamePool(UserNames(method, node, type)));
        // A record has no field of its own name: a variable that is called like it gets a number.
        state.Names.IsReservedFor(method.Name + "Saved");
        var types = new TypeText(model, position, method.ContainingType, type.Reserved.ToList(), state.Usings);
        ShortName names = new(method.ContainingType, model.Compilation);
        var scalars = new ScalarParser(model, method.ContainingType, state, types, bodies);
        state.VariableNames.UnionWith(VariablesOf(method, node));
        List<ArgumentSpec> arguments = Arguments(method, state, types);
        EquatableArray<string> interfaces = InterfaceParser.ImplementedBy(method).Select(declared => names.Of(declared.ContainingType)).ToEquatable();
        if (!method.IsStatic)
            (GivesInputGradients(method) || interfaces.Count > 0 ? state.AskedArguments : state.PerhapsAsked).UnionWith(method.Parameters.Where(static p => !p.Has(KnownNames.NoGradient) && p.Type.Is(KnownNames.Tensor)).Select(p => state.Tensors[p]));
        try
        {
            IReadOnlyList<int> results = new BodyParser(method, state, new TensorParser(method, state, scalars, names, new MapParser(method, model, type, state, scalars)), scalars).Parse(block);
            EquatableArray<MarkerSpec> markers = Markers(method, type, state, types, VariablesOf(method, node).ToList(), model.Compilation);
            return new Outcome<MethodSpec>(
                new MethodSpec(
                    type, method.Name.Escaped(), method.IsStatic, AccessibilityOf(method), arguments.ToEquatable(), state.Values.ToEquatable(),
                    state.Scalars.ToEquatable(), state.Calls.ToEquatable(), state.Lines.ToEquatable(), results.ToEquatable(), ResultNames(method), markers,
                    state.Names.Names.ToEquatable(), state.Usings.ToEquatable(), GivesInputGradients(method) || interfaces.Count > 0, LocationSpec.Of(method.Locations[0]))
                {
                    Key = method.OriginalDefinition.Key(),
                    HidesSaved = HidesSaved(method),
                    Interfaces = interfaces,
                    Implements = InterfaceParser.ImplementedBy(method).Select(static declared => declared.OriginalDefinition).Where(declared => ModelTypes.IsWrittenWith(declared, method)).Select(SymbolText.Key).ToEquatable(),
                    Lambdas = state.Lambdas.ToEquatable(),
                    ArgumentReads = state.ArgumentReads.ToEquatable(),
                    ResultShape = ShapeParser.ReadResult(method, state.Diagnostics),
                },
                state.Diagnostics.ToEquatable());
        }
        catch (RefusedException refused)
        {
            if (state.Diagnostics.Count == 0)
                state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotUnderstood, LocationSpec.Of(method.Locations[0]), method.Name, refused.Message.Length > 0 ? refused.Message : "the code is incomplete"));
            return new Outcome<MethodSpec>(null, state.Diagnostics.ToEquatable());
        }
    }

    private static bool HidesSaved(IMethodSymbol method)
    {
        for (INamedTypeSymbol? part = method.ContainingType.BaseType; part is not null; part = part.BaseType)
        {
            if (part.GetMembers(method.Name).Any(static member => member.Has(KnownNames.Differentiable)) || !part.GetTypeMembers(method.Name + "Saved").IsEmpty)
                return true;
        }

        return false;
    }

    private static Outcome<MethodSpec> Refused(List<DiagnosticSpec> diagnostics, DiagnosticDescriptor descriptor, IMethodSymbol method, params string[] words)
    {
        diagnostics.Add(DiagnosticSpec.Create(descriptor, LocationSpec.Of(method.Locations[0]), [method.Name, .. words]));
        return new Outcome<MethodSpec>(null, diagnostics.ToEquatable());
    }

    private static List<ArgumentSpec> Arguments(IMethodSymbol method, BodyState state, TypeText types)
    {
        List<ArgumentSpec> arguments = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            string name = parameter.Name.Escaped();
            bool isTensor = parameter.Type.Is(KnownNames.Tensor);
            arguments.Add(new ArgumentSpec(name, types.Of(parameter.Type), isTensor, isTensor && !parameter.Has(KnownNames.NoGradient)));
            state.Names.IsReservedFor(parameter.Name);
            if (isTensor)
            {
                state.Tensors[parameter] = state.AddValue(name, ValueKind.Argument, name, method.IsStatic && !parameter.Has(KnownNames.NoGradient), parameter);
            }
            else
            {
                state.ScalarsOf[parameter] = state.Scalars.Count;
                state.Scalars.Add(new ScalarSpec(name, types.Of(parameter.Type), name, IsArgument: true, 0, [], [], 0));
            }
        }

        return arguments;
    }

    public static EquatableArray<string> ResultNames(IMethodSymbol method) => TensorParser.TensorsOf(method.ReturnType) == 0
        ? []
        : ((INamedTypeSymbol)method.ReturnType).TupleElements.Select(static (element, i) => element.IsExplicitlyNamedTupleElement ? element.Name : $"result{i + 1}").ToEquatable();

    private static bool GivesInputGradients(IMethodSymbol method) =>
        method.Attribute(KnownNames.Differentiable)?.NamedArguments.Any(static named => named is { Key: "InputGradients", Value.Value: true }) == true;

    /// <summary>Names that generated code must not take: members, arguments and every variable of the method.</summary>
    private static IEnumerable<string> UserNames(IMethodSymbol method, SyntaxNode node, TypeSpec type) =>
        type.Reserved.Concat(VariablesOf(method, node));

    private static IEnumerable<string> VariablesOf(IMethodSymbol method, SyntaxNode node) =>
        method.Parameters.Select(static p => p.Name)
            .Concat(node.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(static v => v.Identifier.ValueText))
            .Concat(node.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(static v => v.Identifier.ValueText))
            .Concat(node.DescendantNodes().OfType<ParameterSyntax>().Select(static v => v.Identifier.ValueText))
            .Concat(node.DescendantNodes().Select(static part => part switch
            {
                ForEachStatementSyntax loop => loop.Identifier.ValueText,
                LocalFunctionStatementSyntax function => function.Identifier.ValueText,
                FromClauseSyntax from => from.Identifier.ValueText,
                LetClauseSyntax let => let.Identifier.ValueText,
                JoinClauseSyntax join => join.Identifier.ValueText,
                JoinIntoClauseSyntax into => into.Identifier.ValueText,
                QueryContinuationSyntax into => into.Identifier.ValueText,
                _ => null,
            }).OfType<string>());

    private static EquatableArray<MarkerSpec> Markers(IMethodSymbol method, TypeSpec type, BodyState state, TypeText types, List<string> variables, Compilation compilation) =>
        method.GetAttributes().Select(attribute => MarkerParser.Parse(attribute, method.ContainingType, method.IsStatic, compilation, member => Read(member, type, state, types, variables), state.Diagnostics))
            .OfType<MarkerSpec>().ToEquatable();

    /// <summary>A member that an attribute names is read once, when the forward pass begins.</summary>
    private static OperandSpec Read(MarkerMember member, TypeSpec type, BodyState state, TypeText types, List<string> variables)
    {
        string owner = member.IsStatic ? type.Self.Name + type.Self.TypeParameters : "this";
        string text = variables.Contains(member.Name.TrimStart('@')) ? owner + "." + member.Name : member.Name;
        state.Scalars.Add(new ScalarSpec(state.Names.TakeNumbered(member.Parameter), types.Of(member.Type), text, IsArgument: false, BeforeCall: 0, [], [], Line: 0));
        return new OperandSpec(member.Parameter, OperandKind.Scalar, state.Scalars.Count - 1, string.Empty);
    }

    public static string AccessibilityOf(IMethodSymbol method) => method.DeclaredAccessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Internal => "internal",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedOrInternal => "protected internal",
        Accessibility.ProtectedAndInternal => "private protected",
        _ => "private",
    };
}
