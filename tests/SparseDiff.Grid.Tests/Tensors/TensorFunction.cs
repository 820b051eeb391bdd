using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>A differentiable method over tensors, and what the generator wrote for it.</summary>
internal sealed class TensorFunction
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;

    private readonly MethodInfo method;
    private readonly MethodInfo forward;
    private readonly MethodInfo backward;
    private readonly MethodInfo? twin;

    public TensorFunction(MethodInfo method)
    {
        this.method = method;
        Type type = method.DeclaringType!;
        forward = type.GetMethod(method.Name + "Forward", Static)!;
        backward = type.GetMethods(Static).Single(m => m.Name == method.Name + "Backward" && m.GetParameters()[1].ParameterType == typeof(Tensor));
        twin = method.GetCustomAttribute<FreezesAttribute>() is { } frozen ? type.GetMethod(frozen.Twin, Static | BindingFlags.NonPublic)! : null;
        Parameters = method.GetParameters();
        Wanted = [.. Enumerable.Range(0, Parameters.Count).Where(i => Parameters[i].ParameterType == typeof(Tensor) && !Parameters[i].IsDefined(typeof(NoGradientAttribute)))];
        IsRounded = type.IsDefined(typeof(RoundedAttribute));
    }

    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>The arguments that have a gradient.</summary>
    public IReadOnlyList<int> Wanted { get; }

    /// <summary>Whether plain code rounds where the generated kernels do not.</summary>
    public bool IsRounded { get; }

    /// <summary>The user's method itself, as plain C#.</summary>
    public double[][] Plain(object[] arguments) => Entries(Invoke(method, [.. arguments]));

    /// <summary>The function whose differences the gradient is, with what it stops held at other arguments.</summary>
    public double[][] Smooth(object[] arguments, Tensor[] frozen) =>
        twin is not null ? Entries(Invoke(twin, [.. arguments, .. frozen])) : IsRounded ? Forward(arguments).Results : Plain(arguments);

    public (double[][] Results, object Saved) Forward(object[] arguments)
    {
        object?[] all = [.. arguments, .. new object?[forward.GetParameters().Length - arguments.Length]];
        return (Entries(Invoke(forward, all)), all[arguments.Length]!);
    }

    /// <summary>The gradients of the wanted arguments.</summary>
    public double[][] Backward(object saved, Tensor[] cotangents)
    {
        object?[] all = [saved, .. cotangents, .. new object?[Wanted.Count]];
        Invoke(backward, all);
        return [.. all.Skip(1 + cotangents.Length).Select(static gradient => gradient switch
        {
            Tensor tensor => Numbers.Of(tensor),
            SparseRows sparse => Numbers.Of(sparse.ToDense()),
            RowGradient rows => Numbers.Of(rows.Values),
            _ => throw new InvalidOperationException(gradient?.GetType().Name),
        })];
    }

    /// <summary>The results' shapes.</summary>
    public int[][] Shapes(object[] arguments) => [.. Results(Invoke(method, [.. arguments])).Select(static tensor => tensor.Shape.ToArray())];

    private static double[][] Entries(object result) => [.. Results(result).Select(Numbers.Of)];

    private static IEnumerable<Tensor> Results(object result) =>
        result is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!) : [(Tensor)result];

    private static object Invoke(MethodInfo method, object?[] arguments)
    {
        try
        {
            return method.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException);
            throw;
        }
    }
}
