using System.Reflection;
using System.Text.RegularExpressions;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Functions;

/// <summary>A compiled scalar function with both derivatives, called with boxed arguments.</summary>
internal sealed partial class FunctionHarness(Type type, string name)
{
    private readonly MethodInfo value = Find(type, name);
    private readonly MethodInfo withGradients = Find(type, name + "WithGradients");
    private readonly MethodInfo jvp = Find(type, name + "Jvp");

    public IReadOnlyList<ParameterInfo> Parameters => value.GetParameters();

    /// <summary>A function in double precision: every float of its text becomes a double.</summary>
    public static string InDouble(string source) =>
        FloatLiteral().Replace(source.Replace("float", "double", StringComparison.Ordinal).Replace("MathF", "Math", StringComparison.Ordinal), "$1d");

    /// <summary>The program around a function.</summary>
    public static string Program(string function) => $$"""
        using System;
        using SparseDiff;

        public static partial class M
        {
            [Differentiable] public static {{function}}
        }
        """;

    public static bool IsSpan(Type type) => type.IsArray || type.IsByRefLike;

    public double Value(double[][] arguments) => Convert.ToDouble(Invoke(value, Forward(arguments)), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The value and the gradients, an array of one for a number.</summary>
    public (double Value, double[][] Gradients) WithGradients(double[][] arguments)
    {
        ParameterInfo[] parameters = withGradients.GetParameters();
        object?[] all = [.. Forward(arguments), .. new object?[parameters.Length - arguments.Length]];
        for (int i = arguments.Length; i < parameters.Length; i++)
        {
            if (!parameters[i].IsOut)
                all[i] = Garbage(arguments[Wanted()[i - arguments.Length]].Length, parameters[i].ParameterType);
        }

        object result = Invoke(withGradients, all);
        return (Convert.ToDouble(result, System.Globalization.CultureInfo.InvariantCulture), [.. all.Skip(arguments.Length).Select(Numbers)]);
    }

    /// <summary>The value and the derivative along a direction, which has an entry for every argument.</summary>
    public (double Value, double Tangent) Jvp(double[][] arguments, double[][] direction)
    {
        List<object?> all = [];
        object?[] forward = Forward(arguments);
        for (int i = 0; i < arguments.Length; i++)
        {
            all.Add(forward[i]);
            if (Wanted().Contains(i))
                all.Add(Boxed(direction[i], Parameters[i].ParameterType));
        }

        var pair = (System.Runtime.CompilerServices.ITuple)Invoke(jvp, [.. all]);
        return (Convert.ToDouble(pair[0], System.Globalization.CultureInfo.InvariantCulture), Convert.ToDouble(pair[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The arguments that have a gradient.</summary>
    public List<int> Wanted() => [.. Enumerable.Range(0, Parameters.Count).Where(i =>
        (IsSpan(Parameters[i].ParameterType) || Parameters[i].ParameterType == typeof(float) || Parameters[i].ParameterType == typeof(double))
        && Parameters[i].GetCustomAttribute<NoGradientAttribute>() is null)];

    private static MethodInfo Find(Type type, string name) => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Single(m => m.Name == name);

    private object?[] Forward(double[][] arguments) => [.. arguments.Select((argument, i) => Boxed(argument, Parameters[i].ParameterType))];

    private static object Boxed(double[] numbers, Type type)
    {
        if (type.IsArray || type.IsByRefLike)
            return (type.IsArray ? type.GetElementType() : type.GetGenericArguments()[0]) == typeof(float) ? numbers.Select(static n => (float)n).ToArray() : numbers.ToArray();
        return type == typeof(bool) ? numbers[0] > 0 : Convert.ChangeType(numbers[0], type, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static object Garbage(int length, Type span) => Boxed([.. Enumerable.Repeat(77.0, length)], span);

    private static double[] Numbers(object? boxed) => boxed switch
    {
        float number => [number],
        double number => [number],
        float[] numbers => [.. numbers.Select(static n => (double)n)],
        double[] numbers => numbers,
        _ => throw new InvalidOperationException(boxed?.GetType().Name),
    };

    // Spans cannot be boxed: a small delegate that takes arrays stands between.
    private static object Invoke(MethodInfo method, object?[] arguments) => SpanCall.Invoke(method, arguments);

    [GeneratedRegex(@"\b(\d+(?:\.\d+)?(?:e-?\d+)?)f\b")]
    private static partial Regex FloatLiteral();
}
