namespace SparseDiff;

/// <summary>A dotted name in which <c>*</c> stands for a text without a dot.</summary>
internal sealed class NamePattern(string pattern)
{
    private readonly string[] parts = pattern.Split('.');

    /// <summary>How many <c>*</c> it has.</summary>
    public int Stars => parts.Count(static part => part == "*");

    /// <summary>What the <c>*</c> stand for in a name; null when it does not fit. A <c>*</c> is a whole part between dots.</summary>
    public List<string>? Match(string name)
    {
        string[] found = name.Split('.');
        if (found.Length != parts.Length)
            return null;
        var texts = new List<string>();
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "*")
                texts.Add(found[i]);
            else if (parts[i] != found[i])
                return null;
        }

        return texts;
    }

    /// <summary>The pattern with texts in place of its <c>*</c>, in order.</summary>
    public static string Fill(string pattern, List<string> texts)
    {
        string[] parts = pattern.Split('.');
        int next = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "*")
                parts[i] = texts[next++];
        }

        return string.Join('.', parts);
    }
}
