using System.Reflection;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>An object of a compiled test program, and the generated members of one of its methods.</summary>
internal sealed class Model
{
    private readonly Type type;
    private readonly MethodInfo forward;
    private readonly MethodInfo backward;
    private readonly MethodInfo? backwardWithInputs;
    private readonly MethodInfo withGradients;

    public Model(LoadedProgram program, string typeName, string method, object[] constructorArguments, Type[] typeArguments)
    {
        type = program.Assembly.GetType(typeName, throwOnError: true)!;
        if (typeArguments.Length > 0)
            type = type.MakeGenericType(typeArguments);
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        forward = type.GetMethods(all).First(m => m.Name == method + "Forward");
        MethodInfo[] passes = [.. type.GetMethods(all).Where(m => m.Name == method + "Backward" && m.DeclaringType == forward.DeclaringType && m.GetParameters()[1] is { IsOut: false } seed && seed.ParameterType == typeof(Tensor))];
        backward = passes.FirstOrDefault(m => forward.IsStatic || !m.GetParameters().Any(static p => p.IsOut)) ?? passes.Single();
        backwardWithInputs = forward.IsStatic ? null : passes.FirstOrDefault(static m => m.GetParameters().Any(static p => p.IsOut));
        withGradients = type.GetMethods(all).FirstOrDefault(m => m.Name == method + "WithGradients")!;
        Instance = forward.IsStatic ? null : Activator.CreateInstance(type, constructorArguments);
    }

    public object? Instance { get; }

    public IReadOnlyList<NamedTensor> Parameters => ((IModel)Instance!).Parameters;

    public IGradients CreateGradients() => (IGradients)type.GetMethods().First(static m => m.Name == "CreateGradients").Invoke(Instance, null)!;

    /// <summary>The arguments whose gradients an overload of the backward pass gives.</summary>
    public IReadOnlyList<string> Inputs => backwardWithInputs is null ? [] : [.. backwardWithInputs.GetParameters().Where(static p => p.IsOut).Select(static p => p.Name!)];

    /// <summary>The names of the arguments.</summary>
    public IReadOnlyList<string> Arguments => [.. forward.GetParameters().Select(static p => p.Name!)];

    /// <summary>The forward pass, of one result.</summary>
    public (Tensor Result, object Saved) Forward(object?[] arguments)
    {
        (Tensor[] results, object saved) = ForwardAll(arguments);
        return (results[0], saved);
    }

    /// <summary>The forward pass: every result.</summary>
    public (Tensor[] Results, object Saved) ForwardAll(object?[] arguments)
    {
        object?[] all = [.. arguments, null, null];
        object result = Unwrapped(() => forward.Invoke(Instance, all))!;
        Tensor[] results = result is System.Runtime.CompilerServices.ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)] : [(Tensor)result];
        return (results, all[arguments.Length]!);
    }

    /// <summary>The overload that also gives the gradients of the arguments.</summary>
    public Tensor[] BackwardWithInputs(object saved, Tensor[] dResults, IGradients gradients)
    {
        object?[] all = [saved, .. dResults, gradients, .. new object?[Inputs.Count]];
        Unwrapped(() => backwardWithInputs!.Invoke(Instance, all));
        return [.. all.Skip(dResults.Length + 2).Select(static gradient => (Tensor)gradient!)];
    }

    /// <summary>The backward pass of a model: adds to the gradients.</summary>
    public void Backward(object saved, Tensor[] dResults, IGradients gradients) => Unwrapped(() => backward.Invoke(Instance, [saved, .. dResults, gradients]));

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
