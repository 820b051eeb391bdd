using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads what the generator must know of a type that holds differentiable methods or parameters.</summary>
internal static class TypeParser
{
    private const LanguageVersion OfGeneratedCode = LanguageVersion.CSharp12;

    // Every parameter and method of a type asks for it. The symbol of a type in source belongs to one compilation, so what is known of it
    // never goes stale: an edit makes new symbols.
    private static readonly ConditionalWeakTable<INamedTypeSymbol, Outcome<TypeSpec>> Known = new();

    public static Outcome<TypeSpec> Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        Known.GetValue(type, symbol => Read(symbol, compilation, cancellation));

    private static Outcome<TypeSpec> Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        List<DiagnosticSpec> diagnostics = [];
        CheckType(type, diagnostics, cancellation);
        EquatableArray<MemberSpec> parameters = Parameters(type, compilation, diagnostics);
        ShortName names = new(type, compilation);
        EquatableArray<SubModelSpec> subModels = ModelTypes.SubModelsOf(type, names);
        EquatableArray<string> methods = Methods(type);
        foreach (ISymbol member in type.GetMembers())
        {
            if (ModelTypes.HiddenModelOf(member, type) is { } hidden)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.PrivateScalar, Where(member), member.Name, hidden.ToDisplayString()));
            if (member is IPropertySymbol property && ModelTypes.SubModelOf(member) is { HasGradient: true } && MemberReading.MakesAnew(property, compilation))
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.CalleeIsNoPart, Where(member), member.Name, "a new model whenever it is read", "'{ get; } =' in place of '=>'"));
        }

        if (parameters.Count > 0 || methods.Count > 0)
            CheckNames(type, parameters, subModels, methods, diagnostics);
        var spec = new TypeSpec(
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : Namespace(type.ContainingNamespace),
            Chain(type), parameters, subModels, methods, IsDisposable(type), NamesInScope.Reserved(type), NamesInScope.Clashes(type, compilation));
        if (ModelTypes.BaseOf(type) is { } parent)
            spec = spec with { Base = names.Of(parent), BaseHasSelections = ModelTypes.HasSelections(parent) };
        if (type.TypeKind == TypeKind.Class)
            spec = spec with { Interfaces = InterfaceParser.ListedBy(type).Select(names.Of).ToEquatable() };
        spec = spec with { Key = type.FullName(), Folder = Folder(type.ContainingNamespace), Needs = ModelTypes.NeededBy(type), IsSealed = type.IsSealed || type.IsStatic || type.TypeKind == TypeKind.Struct };
        return new Outcome<TypeSpec>(diagnostics.Any(static d => d.IsError) ? null : spec, diagnostics.ToEquatable());
    }

    public static string? WhyUnsupported(INamedTypeSymbol type) => type switch
    {
        { IsFileLocal: true } => "a file-local type",
        { TypeKind: TypeKind.Interface } when type.GetMembers().Any(static member => member.Has(KnownNames.Parameter) || member.Has(KnownNames.Differentiable) && !InterfaceParser.IsDeclaration(member)) => "an interface",
        { TypeKind: TypeKind.Interface } => null,
        { TypeKind: TypeKind.Struct, IsRefLikeType: true } => "a ref struct",
        { TypeKind: not (TypeKind.Class or TypeKind.Struct) } => "not a class",
        _ => null,
    };

    private static void CheckType(INamedTypeSymbol type, List<DiagnosticSpec> diagnostics, CancellationToken cancellation)
    {
        if (type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < OfGeneratedCode and var version })
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, Where(type), type.Name, $"in a project of C# {version.ToDisplayString()}, and generated code is C# {OfGeneratedCode.ToDisplayString()}", $"set LangVersion to {OfGeneratedCode.ToDisplayString()} or later, or remove it"));
        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            cancellation.ThrowIfCancellationRequested();
            if (WhyUnsupported(part) is { } why)
            {
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, Where(part), part.IsExtension ? $"The extension block in {part.ContainingType.Name}" : part.Name, why, part.IsExtension ? "write an extension method with 'this'" : "put the method into a partial class"));
                return;
            }

            if (!IsPartial(part, cancellation))
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotPartial, Where(part), part.Name, Subject(type, part)));
        }

        bool hasInstanceParts = Methods(type).Count > 0 || type.GetMembers().Any(static m => m.Has(KnownNames.Parameter));
        if (type.TypeKind == TypeKind.Struct && hasInstanceParts)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, Where(type), type.Name, "a struct, and copies of it would not share their buffers", "make it a class"));
        if (hasInstanceParts && ModelTypes.BaseOf(type) is { } parent)
            CheckBase(type, parent, diagnostics);
    }

    private static void CheckBase(INamedTypeSymbol type, INamedTypeSymbol parent, List<DiagnosticSpec> diagnostics)
    {
        if (parent.GetTypeMembers("Gradients").Any(static gradients => gradients.IsSealed))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, Where(type), type.Name, $"derived from {parent.Name}, whose gradients nothing can be added to", "build the project of the base type again with this version of SparseDiff"));
        for (INamedTypeSymbol? ancestor = parent; ancestor is not null; ancestor = ancestor.BaseType)
        {
            foreach (ISymbol member in type.GetMembers().Where(static member => IsPart(member)))
            {
                if (ancestor.GetMembers(member.Name).Any(IsPart))
                    diagnostics.Add(DiagnosticSpec.Create(Descriptors.SameNameAsInBase, Where(member), member.Name, type.Name, ancestor.Name));
            }
        }
    }

    private static bool IsPart(ISymbol member) => member.Has(KnownNames.Parameter) || ModelTypes.SubModelOf(member) is not null;

    private static string Subject(INamedTypeSymbol type, INamedTypeSymbol part) =>
        SymbolEqualityComparer.Default.Equals(type, part)
            ? type.GetMembers().FirstOrDefault(static m => m.Has(KnownNames.Differentiable)) is { } method
                ? $"the differentiable method {method.Name}"
                : "[Parameter] members"
            : $"the differentiable type {type.Name}";

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static EquatableArray<MemberSpec> Parameters(INamedTypeSymbol type, Compilation compilation, List<DiagnosticSpec> diagnostics)
    {
        List<MemberSpec> parameters = [];
        // A name that is still to be written is the compiler's to report.
        foreach (ISymbol member in type.GetMembers().Where(static m => m.Has(KnownNames.Parameter) && m.Name.Length > 0))
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } property })
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.ParameterIsNoTensor, Where(property), property.Name, "on the field behind a property, which has no name; write [Parameter] without 'field:'"));
            else if (WhyNoParameter(member, compilation) is { } why)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.ParameterIsNoTensor, Where(member), member.Name, why));
            else if (member is IFieldSymbol { NullableAnnotation: NullableAnnotation.Annotated } or IPropertySymbol { NullableAnnotation: NullableAnnotation.Annotated })
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NullableParameter, Where(member), member.Name));
            else
                parameters.Add(new MemberSpec(member.Name.Escaped(), !member.Has(KnownNames.NoGradient)) { Marker = Marker(member, type, compilation, diagnostics), MayChange = MemberReading.MayChange(member) });
        }

        return parameters.ToEquatable();
    }

    /// <summary>The selection that a parameter's attribute asks for; a member that it names is read of the model at every step.</summary>
    private static MarkerSpec? Marker(ISymbol parameter, INamedTypeSymbol type, Compilation compilation, List<DiagnosticSpec> diagnostics)
    {
        List<AttributeData> attributes = [.. ModelTypes.MarkersOf(parameter)];
        if (attributes.Count > 1)
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.ParameterSelection, Where(parameter), ShortName(attributes[1]), parameter.Name, $"[{ShortName(attributes[0])}] selects from its gradient already", "keep one of the two"));
        if (attributes.Count == 0)
            return null;
        return MarkerParser.Parse(attributes[0], type, needsStatic: false, compilation, Read, diagnostics) is { } marker
            ? marker with { Location = Where(parameter) }
            : null;

        static OperandSpec Read(MarkerMember member) => new(member.Parameter, OperandKind.Constant, -1, (member.IsStatic ? string.Empty : MarkerSpec.Model) + member.Name);
    }

    public static string ShortName(AttributeData attribute)
    {
        const string suffix = "Attribute";
        string name = attribute.AttributeClass?.Name ?? string.Empty;
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
    }

    private static string? WhyNoParameter(ISymbol member, Compilation compilation) => member switch
    {
        { IsStatic: true } => "is static",
        IFieldSymbol field when !field.Type.Is(KnownNames.Tensor) => $"is of type {field.Type.ToDisplayString()}",
        IFieldSymbol => null,
        IPropertySymbol { IsIndexer: true } => "is an indexer",
        IPropertySymbol { ExplicitInterfaceImplementations: [var declared, ..] } => $"implements {declared.ToDisplayString()} explicitly, and so has no name in the object",
        IPropertySymbol property when !property.Type.Is(KnownNames.Tensor) => $"is of type {property.Type.ToDisplayString()}",
        IPropertySymbol { GetMethod: null } => "cannot be read",
        IPropertySymbol property when MemberReading.MakesAnew(property, compilation) => "makes a new tensor whenever it is read (with '=>', where '{ get; } =' makes one)",
        IPropertySymbol => null,
        _ => "is neither a field nor a property",
    };

    private static EquatableArray<string> Methods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>()
            .Where(static m => m is { IsStatic: false, MethodKind: MethodKind.Ordinary } && m.Has(KnownNames.Differentiable)).Select(static m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => type.GetMembers(char.ToLowerInvariant(name[0]) + name.Substring(1) + "Workspace").IsEmpty).ToEquatable();

    private static void CheckNames(
        INamedTypeSymbol type, EquatableArray<MemberSpec> parameters, EquatableArray<SubModelSpec> subModels, EquatableArray<string> methods, List<DiagnosticSpec> diagnostics)
    {
        string[] generated = type.TypeKind == TypeKind.Interface ? ["CreateGradients", "DisposeWorkspaces"] : ["Gradients", "CreateGradients", "Parameters", "DisposeWorkspaces", "parameterList", "IsParameterList"];
        if (generated.Contains(type.Name))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedType, Where(type), type.Name, "the name of a generated member, and no member is called like its type", "rename the type"));
        foreach (string taken in type.TypeKind == TypeKind.Interface || type.IsSealed ? generated : [.. generated, "TrainingStates"])
        {
            if (type.GetMembers(taken).FirstOrDefault(static m => !m.IsImplicitlyDeclared) is { } member)
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NameCollision, Where(member), type.Name, taken, "its gradients"));
        }

        IEnumerable<string> members = parameters.Select(static parameter => parameter.PlainName).Concat(subModels.Select(static part => part.PlainName));
        foreach (string name in members.Where(static name => name is "Entries" or "Clear" or "Select" or "CheckSelections" or "ChooseSelections" or "PassSelections" or "States" or "Dispose" or "Gradients" or "ToString" or "GetHashCode" or "Equals" or "GetType" or "MemberwiseClone" or "Finalize" or "ReferenceEquals"))
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.NameCollision, Where(type.GetMembers(name).First()), "The generated class Gradients", name, "all gradients"));
    }

    private static EquatableArray<TypePart> Chain(INamedTypeSymbol type)
    {
        List<TypePart> chain = [];
        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            string parameters = part.Arity == 0 ? string.Empty : $"<{string.Join(", ", part.TypeParameters.Select(static p => p.Name.Escaped()))}>";
            string keyword = part switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            chain.Insert(0, new TypePart(keyword, part.Name.Escaped(), parameters, FileName(part)));
        }

        return chain.ToEquatable();
    }

    /// <summary>What a type's file names begin with: its namespace.</summary>
    private static string Folder(INamespaceSymbol space) => space.IsGlobalNamespace ? string.Empty : Folder(space.ContainingNamespace) + FileName(space, space.Name) + ".";

    private static string FileName(INamedTypeSymbol type) =>
        FileName(type, type.Arity == 0 ? type.Name : type.Name + "-" + type.Arity.ToString(CultureInfo.InvariantCulture));

    /// <summary>The part of a namespace or type in a file name; file names differ by more than case.</summary>
    private static string FileName(INamespaceOrTypeSymbol part, string name)
    {
        INamespaceOrTypeSymbol container = part.ContainingType ?? (INamespaceOrTypeSymbol)part.ContainingNamespace;
        bool hasTwin = container.GetMembers().Any(other => other.Name != part.Name && string.Equals(other.Name, part.Name, StringComparison.OrdinalIgnoreCase));
        return hasTwin ? name + "-" + string.Concat(part.Name.Select(static c => char.IsUpper(c) ? 'U' : 'l')) : name;
    }

    private static string Namespace(INamespaceSymbol space) => space.ToDisplayString(new SymbolDisplayFormat(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));

    private static bool IsDisposable(INamedTypeSymbol type)
    {
        if (ModelTypes.BaseOf(type) is not null)
            return true;
        for (INamedTypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            if (part.GetMembers("Dispose").Length > 0)
                return true;
        }

        return type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_IDisposable);
    }

    private static LocationSpec? Where(ISymbol symbol) => LocationSpec.Of(symbol.Locations.FirstOrDefault(static l => l.IsInSource));
}
