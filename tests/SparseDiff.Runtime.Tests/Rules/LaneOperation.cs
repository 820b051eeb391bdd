using System.Reflection;
using SparseDiff.Kernels;

namespace SparseDiff.Tests.Rules;

/// <summary>An element-wise operation found by reflection: its method and its lane struct.</summary>
public sealed record LaneOperation(MethodInfo Operation, Type Lane)
{
    public static IReadOnlyList<LaneOperation> All { get; } =
        [.. from method in typeof(Ops).GetMethods()
            let attribute = method.GetCustomAttribute<ElementwiseAttribute>()
            where attribute is not null
            select new LaneOperation(method, attribute.Lane)];

    /// <summary>The operation's arguments but for the buffer.</summary>
    public ParameterInfo[] Arguments => [.. Operation.GetParameters().Where(p => p.Name != "into")];

    public string[] TensorArguments => [.. Arguments.Where(p => p.ParameterType == typeof(Tensor) && p.GetCustomAttribute<NoGradientAttribute>() is null).Select(p => p.Name!)];

    /// <summary>The derivative rule of an argument: Pull, or PullA for the argument a of several.</summary>
    public MethodInfo? Pull(string argument) =>
        Lane.GetMethod("Pull") ?? Lane.GetMethod("Pull" + char.ToUpperInvariant(argument[0]) + argument[1..]);

    public V Apply<V>(params V[] arguments)
        where V : struct, ILane<V> => Call<V>(Lane.GetMethod("Apply")!, arguments);

    public V Pull<V>(string argument, V[] arguments, V y, V dY)
        where V : struct, ILane<V>
    {
        MethodInfo pull = Pull(argument)!;
        return Call<V>(pull, Array.ConvertAll(pull.GetParameters(), p => p.Name switch
        {
            "y" => y,
            "dY" => dY,
            _ => arguments[Array.FindIndex(Arguments, a => a.Name == p.Name)],
        }));
    }

    public override string ToString() => $"{Operation.Name}({string.Join(", ", Arguments.Select(p => p.ParameterType.Name))})";

    private static V Call<V>(MethodInfo method, V[] arguments) =>
        (V)method.MakeGenericMethod(typeof(V)).Invoke(null, Array.ConvertAll(arguments, v => (object)v!))!;
}
