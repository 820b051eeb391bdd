using System.Reflection;
using SparseDiff.Kernels;

namespace SparseDiff.Tests.Rules;

/// <summary>A derivative rule found by reflection, and how to call it as generated code would.</summary>
public sealed record Rule(MethodInfo Method, string Operation, string Argument)
{
    /// <summary>Every rule of the runtime that is an ordinary method (not the fused selections, and not those over lists).</summary>
    public static IReadOnlyList<Rule> All { get; } =
        [.. from method in typeof(Ops).GetMethods().Concat(typeof(Sparsify).GetMethods())
            let of = method.GetCustomAttribute<VjpOfAttribute>()
            where of is not null && !method.IsGenericMethod && !method.GetParameters().Any(static p => p.ParameterType == typeof(ListGradient))
            select new Rule(method, of.Operation, of.Argument)];

    public Type Format => Method.GetParameters().FirstOrDefault(p => p.Name == "dY")?.ParameterType ?? typeof(Tensor);

    public bool Reads(string name) => Method.GetParameters().Any(p => p.Name == name);

    /// <summary>The gradient of the rule's argument, in double precision.</summary>
    public double[] Gradient(RuleCase on, Tensor y, object dY)
    {
        RowGradient? accumulator = null;
        object?[] arguments = Array.ConvertAll(Method.GetParameters(), p => p.Name switch
        {
            "dY" => dY,
            "y" => y,
            "into" when p.ParameterType == typeof(RowGradient) => accumulator = new RowGradient(on.T(Argument)),
            "into" => Activator.CreateInstance(p.ParameterType),
            _ => on.Arguments[p.Name!],
        });
        object? result = Method.Invoke(null, arguments);
        return result switch
        {
            Tensor tensor => Doubles.Load(tensor),
            SparseRows sparse => Doubles.Load(sparse.ToDense()),
            SparseSlices slices => Doubles.Load(slices.ToDense()),
            _ => Doubles.Load(accumulator!.Values),
        };
    }

    public override string ToString() => $"{Method.Name}({Format.Name} dY)";
}
