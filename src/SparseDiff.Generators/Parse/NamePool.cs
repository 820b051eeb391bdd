namespace SparseDiff.Generators.Parse;

/// <summary>Hands out names that nothing else in the generated method has.</summary>
internal sealed class NamePool
{
    private readonly HashSet<string> taken;
    private readonly HashSet<string> kept = new(StringComparer.Ordinal);

    public NamePool(IEnumerable<string> reserved) => taken = new HashSet<string>(reserved.Select(static name => name.TrimStart('@')), StringComparer.Ordinal);

    public IEnumerable<string> Names => taken.OrderBy(static name => name, StringComparer.Ordinal);

    /// <summary>The name itself when it is free, else with the first free number behind it.</summary>
    public string Take(string wanted)
    {
        string plain = wanted.TrimStart('@');
        if (taken.Add(plain))
            return plain.Escaped();
        return TakeNumbered(plain);
    }

    /// <summary>Takes a name when it is free.</summary>
    public bool TryTake(string name) => taken.Add(name.TrimStart('@'));

    /// <summary>The name with the first free number behind it.</summary>
    public string TakeNumbered(string stem)
    {
        string plain = stem.TrimStart('@');
        for (int number = 1; ; number++)
        {
            if (taken.Add(plain + number))
                return plain + number;
        }
    }

    /// <summary>Lets a variable of the user's keep its name; false when the name is used for something else already.</summary>
    public bool IsReservedFor(string variable) => kept.Add(variable);

    public void Reserve(string name) => taken.Add(name.TrimStart('@'));
}
