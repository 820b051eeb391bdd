using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>
/// What is not written because of an error elsewhere: types and methods whose code would refer to that of a type or method that has an error itself. The error is
/// reported where it is; compile errors in generated code would only hide it.
/// </summary>
/// <param name="Types">The types.</param>
/// <param name="Methods">The methods over tensors, or functions.</param>
internal sealed record Unwritten(EquatableArray<string> Types, EquatableArray<string> Methods)
{
    /// <summary>What the code of one type or method refers to.</summary>
    /// <param name="Key">The type or method.</param>
    /// <param name="Types">The types, all of this project.</param>
    /// <param name="Methods">The methods or functions, all of this project.</param>
    internal sealed record Part(string Key, EquatableArray<string> Types, EquatableArray<string> Methods);

    public static Part PartOf(MethodPlan plan) => new(
        plan.Method.Key, plan.Method.Type.Needs.Concat([plan.Method.Type.Key]).ToEquatable(),
        plan.Method.AllCalls.Select(static call => call.Callee).Where(static callee => callee is { IsWrittenHere: true }).Select(static callee => callee!.Key)
            .Concat(plan.Method.Implements).Distinct().ToEquatable());

    /// <summary>Finds what is not written.</summary>
    /// <param name="types">The types without errors.</param>
    /// <param name="declarations">The methods of interfaces without errors.</param>
    /// <param name="methods">The methods or functions without errors.</param>
    public static Unwritten Find(IReadOnlyCollection<Part> types, IEnumerable<string> declarations, IReadOnlyCollection<Part> methods)
    {
        HashSet<string> good = Closed(types, [], static part => part.Types);
        HashSet<string> ofTypes = new(types.Select(static part => part.Key).Except(good).Concat(types.Concat(methods).SelectMany(static part => part.Types).Except(good)), StringComparer.Ordinal);
        List<Part> open = [.. methods.Where(method => !method.Types.Any(ofTypes.Contains))];
        HashSet<string> written = Closed(open, declarations, static part => part.Methods);
        return new Unwritten(
            ofTypes.OrderBy(static key => key, StringComparer.Ordinal).ToEquatable(),
            methods.Select(static method => method.Key).Where(method => !written.Contains(method)).Distinct().OrderBy(static key => key, StringComparer.Ordinal).ToEquatable());
    }

    /// <summary>The parts that refer to nothing that is not there.</summary>
    private static HashSet<string> Closed(IReadOnlyCollection<Part> parts, IEnumerable<string> others, Func<Part, EquatableArray<string>> needs)
    {
        HashSet<string> there = new(parts.Select(static part => part.Key).Concat(others), StringComparer.Ordinal);
        List<string> without;
        do
        {
            without = [.. parts.Where(part => there.Contains(part.Key) && !needs(part).All(there.Contains)).Select(static part => part.Key)];
            there.ExceptWith(without);
        }
        while (without.Count > 0);
        return there;
    }
}
