using System.Reflection;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>An object of a compiled test program, and the generated members of one of its methods.</summary>
internal sealed class Model
{
    private readonly Type type;
    private readonly MethodInfo forward;
    private readonly MethodInfo backward;
    private readonly MethodInfo withGradients;

    public Model(LoadedProgram program, string typeName, string method, object[] constructorArguments, Type[] typeArguments)
    {
        type = program.Assembly.GetType(typeName, throwOnError: true)!;
        if (typeArguments.Length > 0)
            type = type.MakeGenericType(typeArguments);
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        forward = type.GetMethod(method + "Forward", all)!;
        backward = type.GetMethods(all).Single(m => m.Name == method + "Backward" && m.GetParameters().Any(static p => p.Name!.StartsWith("dResult", StringComparison.Ordinal)));
        withGradients = type.GetMethod(method + "WithGradients", all)!;
        Instance = forward.IsStatic ? null : Activator.CreateInstance(type, constructorArguments);
    }

    public object? Instance { get; }

    public IReadOnlyList<NamedTensor> Parameters => ((IModel)Instance!).Parameters;

    public IGradients CreateGradients() => (IGradients)type.GetMethod("CreateGradients")!.Invoke(Instance, null)!;

    /// <summary>The forward pass.</summary>
    public (Tensor Result, object Saved) Forward(object?[] arguments)
    {
        object?[] all = [.. arguments, null, null];
        var result = (Tensor)Unwrapped(() => forward.Invoke(Instance, all))!;
        return (result, all[arguments.Length]!);
    }

    /// <summary>The backward pass of a model: adds to the gradients.</summary>
    public void Backward(object saved, Tensor dResult, IGradients gradients) => Unwrapped(() => backward.Invoke(Instance, [saved, dResult, gradients]));

    /// <summary>The backward pass of a static method: the gradients of its arguments.</summary>
    public object[] Backward(object saved, Tensor dResult)
    {
        object?[] all = [saved, dResult, .. new object?[backward.GetParameters().Length - 2]];
        Unwrapped(() => backward.Invoke(Instance, all));
        return [.. all.Skip(2)!];
    }

    public float WithGradients(object?[] arguments, IGradients gradients) =>
        (float)Unwrapped(() => withGradients.Invoke(Instance, [.. arguments, gradients, null]))!;

    private static object? Unwrapped(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException failure) when (failure.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerException);
            throw;
        }
    }
}
