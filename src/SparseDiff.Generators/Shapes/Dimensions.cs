namespace SparseDiff.Generators.Shapes;

/// <summary>
/// The dimensions of one method's tensors and which of them are equal: classes that grow together (union-find). A class has at
/// most one name, the user's or a number; different names are different dimensions.
/// </summary>
internal sealed class Dimensions
{
    private readonly List<int> parents = [];
    private readonly List<string?> names = [];
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);

    /// <summary>The same dimensions, for what may or may not happen.</summary>
    public Dimensions Copy()
    {
        Dimensions copy = new();
        copy.parents.AddRange(parents);
        copy.names.AddRange(names);
        foreach (KeyValuePair<string, int> named in byName)
            copy.byName.Add(named.Key, named.Value);
        return copy;
    }

    /// <summary>A dimension about which nothing is known yet.</summary>
    public int Fresh()
    {
        parents.Add(parents.Count);
        names.Add(null);
        return parents.Count - 1;
    }

    /// <summary>The dimension of this name or number.</summary>
    public int Named(string name)
    {
        if (!byName.TryGetValue(name, out int known))
        {
            byName[name] = known = Fresh();
            names[known] = name;
        }

        return known;
    }

    /// <summary>Makes two dimensions one; false, and no change, when they are known to differ.</summary>
    public bool Unify(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b)
            return true;
        if (names[a] is not null && names[b] is not null)
            return false;
        if (names[a] is null)
            (a, b) = (b, a);
        parents[b] = a;
        return true;
    }

    /// <summary>Whether two dimensions are known to be equal.</summary>
    public bool AreEqual(int a, int b) => Find(a) == Find(b);

    /// <summary>The name or number of a dimension, or null.</summary>
    public string? NameOf(int dimension) => names[Find(dimension)];

    private int Find(int dimension)
    {
        while (parents[dimension] != dimension)
            dimension = parents[dimension] = parents[parents[dimension]];
        return dimension;
    }
}
