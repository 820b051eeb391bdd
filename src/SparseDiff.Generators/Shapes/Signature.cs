using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Shapes;

/// <summary>The declared shapes of one operation for one call: their names, and <c>...</c>, stand for dimensions of this call.</summary>
internal sealed class Signature(Dimensions dimensions)
{
    private readonly Dictionary<string, int> bound = new(StringComparer.Ordinal);
    private Shape? leading;

    /// <summary>Makes an operand's shape what the operation declares for it.</summary>
    /// <returns>What is known of the operand afterwards; null when it cannot be.</returns>
    public Shape? Match(ShapeSpec declared, Shape? actual)
    {
        int named = declared.Dimensions.Count;
        if (actual is null)
            return declared.IsOpen && leading is null ? new Shape(true, Instances(declared)) : Instance(declared);
        if (actual.Last.Count < named && !actual.IsOpen || actual.Last.Count > named && !declared.IsOpen)
            return null;
        List<int> wanted = Instances(declared);
        int common = Math.Min(named, actual.Last.Count);
        for (int fromLast = 1; fromLast <= common; fromLast++)
        {
            if (!dimensions.Unify(wanted[named - fromLast], actual.Last[actual.Last.Count - fromLast]))
                return null;
        }

        if (!declared.IsOpen)
            return new Shape(false, wanted);
        if (actual.Last.Count < named)
            return new Shape(true, wanted);
        return MatchLeading(new Shape(actual.IsOpen, [.. actual.Last.Take(actual.Last.Count - named)])) ? actual : null;
    }

    /// <summary>The shape of a result; null when nothing is known of it.</summary>
    public Shape Instance(ShapeSpec declared)
    {
        List<int> last = Instances(declared);
        if (!declared.IsOpen)
            return new Shape(false, last);
        return leading is null ? new Shape(true, last) : new Shape(leading.IsOpen, [.. leading.Last, .. last]);
    }

    /// <summary>The name of a declared dimension that keeps an operand from fitting, for the message.</summary>
    public string? Culprit(ShapeSpec declared, Shape actual)
    {
        for (int fromLast = 1; fromLast <= Math.Min(declared.Dimensions.Count, actual.Last.Count); fromLast++)
        {
            string name = declared.Dimensions[declared.Dimensions.Count - fromLast];
            int dimension = actual.Last[actual.Last.Count - fromLast];
            if (name != ShapeSpec.Any && dimensions.NameOf(Dimension(name)) is { } known && dimensions.NameOf(dimension) is { } other && known != other)
                return name;
        }

        return null;
    }

    /// <summary>The leading dimensions of all operands that have <c>...</c> are the same.</summary>
    private bool MatchLeading(Shape actual)
    {
        Shape known = leading ?? actual;
        if (!known.IsOpen && actual.Last.Count > known.Last.Count || !actual.IsOpen && known.Last.Count > actual.Last.Count)
            return false;
        for (int fromLast = 1; fromLast <= Math.Min(known.Last.Count, actual.Last.Count); fromLast++)
        {
            if (!dimensions.Unify(known.Last[known.Last.Count - fromLast], actual.Last[actual.Last.Count - fromLast]))
                return false;
        }

        leading = known.IsOpen && (!actual.IsOpen || actual.Last.Count > known.Last.Count) ? actual : known;
        return true;
    }

    private List<int> Instances(ShapeSpec declared) => [.. declared.Dimensions.Select(Dimension)];

    private int Dimension(string name)
    {
        if (name == ShapeSpec.Any)
            return dimensions.Fresh();
        if (char.IsDigit(name[0]))
            return dimensions.Named(name);
        if (!bound.TryGetValue(name, out int known))
            bound[name] = known = dimensions.Fresh();
        return known;
    }
}
