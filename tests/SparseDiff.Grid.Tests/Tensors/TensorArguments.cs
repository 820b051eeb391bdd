using System.Reflection;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>The arguments of one point of the grid: tensors of the declared shapes, or all of one shape of some rank.</summary>
/// <remarks>Dimensions get their names' sizes in the order in which they first appear; numbers stay away from zero, where the kinks are.</remarks>
internal sealed class TensorArguments(IReadOnlyList<ParameterInfo> parameters)
{
    private static readonly int[][] Sizes = [[1, 1, 1, 1, 1], [2, 3, 4, 5, 2], [5, 1, 7, 2, 3], [10, 4, 2, 3, 1], [3, 10, 1, 6, 2], [7, 2, 9, 4, 3]];
    private static readonly int[][] Leading = [[], [2], [3, 1], [4], [2, 2], []];
    private static readonly int[][] AnyRank = [[1], [7], [2, 3], [10, 1], [3, 2, 4], [1, 5, 2, 2]];
    private static readonly float[] Rates = [0.5f, 2f, -1.5f];
    private static readonly int[] Counts = [0, 1, 3];

    /// <summary>How many places each axis has: the sizes, and each number.</summary>
    public int[] Axes => [Sizes.Length, .. parameters.Where(static p => IsNumber(p)).Select(p => Values(p).Length)];

    public object[] At(int[] point, Device device)
    {
        Dictionary<string, int> dimensions = new(StringComparer.Ordinal);
        var arguments = new object[parameters.Count];
        int number = 1;
        for (int i = 0; i < arguments.Length; i++)
        {
            ParameterInfo parameter = parameters[i];
            Random random = new((100 * point[0]) + i);
            if (IsNumber(parameter))
                arguments[i] = Values(parameter).GetValue(point[number++])!;
            else if (parameter.ParameterType == typeof(Tensor))
                arguments[i] = Draw(parameter, parameter.GetCustomAttribute<ShapeAttribute>() is { } shape ? ShapeOf(shape.Dimensions, point[0], dimensions) : AnyRank[point[0]], random, device);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (parameters[i].GetCustomAttribute<DrawnAttribute>() is not { } drawn)
                continue;
            Random random = new((100 * point[0]) + 50 + i);
            int[] shape = ShapeOf(drawn.Dimensions, point[0], dimensions);
            int[] entries = [.. Enumerable.Range(0, shape.Aggregate(1, static (a, b) => a * b)).Select(_ => random.Next(dimensions[drawn.Below]))];
            arguments[i] = parameters[i].ParameterType == typeof(Labels) ? Labels.From(entries, device) : Indices.From(entries, shape, device);
        }

        return arguments;
    }

    private static bool IsNumber(ParameterInfo parameter) => parameter.ParameterType == typeof(float) || parameter.ParameterType == typeof(int) || parameter.ParameterType == typeof(bool);

    private static Array Values(ParameterInfo parameter)
    {
        InAttribute? range = parameter.GetCustomAttribute<InAttribute>();
        if (parameter.ParameterType == typeof(bool))
            return new[] { false, true };
        if (parameter.ParameterType == typeof(int))
            return range is null ? Counts : Enumerable.Range((int)range.Least, (int)(range.Most - range.Least) + 1).ToArray();
        return range is null ? Rates : new[] { 0.1, 0.5, 0.9 }.Select(t => (float)(range.Least + ((range.Most - range.Least) * t))).ToArray();
    }

    private static int[] ShapeOf(string text, int place, Dictionary<string, int> dimensions)
    {
        List<int> shape = [];
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "...")
                shape.AddRange(Leading[place]);
            else if (int.TryParse(name, out int fixedSize))
                shape.Add(fixedSize);
            else if (dimensions.TryGetValue(name, out int size))
                shape.Add(size);
            else
                shape.Add(dimensions[name] = Sizes[place][dimensions.Count]);
        }

        return [.. shape];
    }

    private static Tensor Draw(ParameterInfo parameter, int[] shape, Random random, Device device)
    {
        InAttribute? range = parameter.GetCustomAttribute<InAttribute>();
        var values = new float[shape.Aggregate(1, static (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(range is null
                ? (random.Next(2) == 0 ? -1 : 1) * (0.15 + random.NextDouble())
                : range.Least + ((range.Most - range.Least) * random.NextDouble()));
        }

        return Tensor.From(values, shape, device);
    }
}
