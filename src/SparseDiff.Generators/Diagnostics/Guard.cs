using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Diagnostics;

/// <summary>Turns a defect of ours into a diagnostic at the user's method: a generator that throws tells its user nothing.</summary>
internal static class Guard
{
    public static Outcome<T> Run<T>(ISymbol subject, Func<Outcome<T>> step)
        where T : class => Run(subject.Name, () => LocationSpec.Of(subject.Locations.FirstOrDefault()), step);

    public static Outcome<T> Run<T>(MethodSpec subject, Func<Outcome<T>> step)
        where T : class => Run(subject.Name, () => subject.Location, step);

    public static Outcome<T> Run<T>(FunctionSpec subject, Func<Outcome<T>> step)
        where T : class => Run(subject.Name, () => subject.Location, step);

    private static Outcome<T> Run<T>(string name, Func<LocationSpec?> where, Func<Outcome<T>> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            string what = $"{defect.GetType().Name}: {defect.Message.Replace('\n', ' ').Replace("\r", string.Empty)}";
            return new Outcome<T>(null, [DiagnosticSpec.Create(Descriptors.Internal, where(), name, what)]);
        }
    }
}
