using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads one operation from its method's signature and attributes, and finds the rules that fit this overload.</summary>
internal static class OperationSignature
{
    public static OperationSpec Read(IMethodSymbol method, List<VjpRule> rules, List<DiagnosticSpec> diagnostics)
    {
        EquatableArray<ParameterSpec> parameters = RuleSignature.ParametersOf(method, diagnostics);
        return new OperationSpec(
            method.Key(), method.ContainingType.FullName(), method.Name, parameters,
            method.Parameters.Any(static p => p.Name == RuleSignature.Into),
            LaneOf(method, parameters, diagnostics), method.Has(KnownNames.SparsityPoint), method.Has(KnownNames.StopsGradient), method.Has(KnownNames.LinearOperation),
            rules.Where(rule => rule.Operation == method.Name && Fits(rule, parameters)).ToEquatable())
        {
            Shape = ShapeParser.ReadResult(method, diagnostics),
            SelectsOperand = method.Has(KnownNames.OperandSelection),
        };
    }

    /// <summary>A rule fits an overload that has its argument and everything it reads.</summary>
    private static bool Fits(VjpRule rule, EquatableArray<ParameterSpec> parameters) =>
        parameters.Any(p => p.Name == rule.Argument && (rule.Into == Destination.List ? p.IsList : p.IsTensor))
        && rule.Reads.All(read => read.Name == VjpRule.Result && read.IsTensor
            || parameters.Any(p => p.Name == read.Name && p.Type == read.Type));

    private static LaneSpec? LaneOf(IMethodSymbol method, EquatableArray<ParameterSpec> parameters, List<DiagnosticSpec> diagnostics)
    {
        if (method.Attribute(KnownNames.Elementwise) is not { ConstructorArguments: [{ Value: INamedTypeSymbol lane }] } attribute)
            return null;
        List<string> tensors = [.. parameters.Where(static p => p.IsTensor).Select(static p => p.Name)];
        List<PullSpec> pulls = [];
        foreach (IMethodSymbol pull in lane.GetMembers().OfType<IMethodSymbol>().Where(static m => m.IsStatic && m.Name.StartsWith("Pull", StringComparison.Ordinal)))
        {
            string? argument = ArgumentOf(pull.Name, tensors);
            if (argument is not null)
                pulls.Add(new PullSpec(pull.Name, argument, pull.Parameters.Select(static p => p.Name).ToEquatable()));
        }

        string? defect = Defect(lane, parameters, pulls);
        if (defect is null)
            return new LaneSpec(lane.FullName(), pulls.ToEquatable()) { IsCostly = attribute.NamedArguments.Any(static named => named is { Key: "IsCostly", Value.Value: true }) };
        diagnostics.Add(DiagnosticSpec.Create(Descriptors.MalformedLane, LocationSpec.Of(method.Locations.FirstOrDefault()), method.Name, lane.Name, defect));
        return null;
    }

    private static string? ArgumentOf(string pull, List<string> tensors)
    {
        string suffix = pull.Substring("Pull".Length);
        if (suffix.Length == 0)
            return tensors.Count == 1 ? tensors[0] : null;
        return tensors.FirstOrDefault(name => string.Equals(name, suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Defect(INamedTypeSymbol lane, EquatableArray<ParameterSpec> parameters, List<PullSpec> pulls)
    {
        if (!lane.GetMembers("Apply").OfType<IMethodSymbol>().Any(apply => apply.IsStatic && apply.Parameters.Length == parameters.Count))
            return $"the struct has no static method Apply of {parameters.Count} parameters";
        if (parameters.FirstOrDefault(static p => !p.IsTensor && p.Type != "float") is { } strange)
            return $"the argument '{strange.Name}' is neither a Tensor nor a float";
        foreach (PullSpec pull in pulls)
        {
            if (pull.Reads.FirstOrDefault(read => read is not (VjpRule.Cotangent or VjpRule.Result) && !parameters.Any(p => p.Name == read)) is { } unknown)
                return $"{pull.Method} reads '{unknown}', which is neither dY, y nor an argument of the operation";
        }

        return null;
    }
}
