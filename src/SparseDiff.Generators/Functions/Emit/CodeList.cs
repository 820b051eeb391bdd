namespace SparseDiff.Generators.Functions.Emit;

/// <summary>Lines under construction, in blocks that quote the user's statement they belong to.</summary>
internal sealed class CodeList(IReadOnlyList<string> quotes)
{
    private int quoted = -1;

    public List<Code> Lines { get; } = [];

    public void Add(string line) => Lines.Add(new Code(line));

    public void Add(Code code) => Lines.Add(code);

    /// <summary>Quotes a statement before the lines that follow, unless it is quoted already.</summary>
    public void Quote(int line, string before = "")
    {
        if (quoted == line || line < 0 || line >= quotes.Count)
            return;
        quoted = line;
        if (Lines.Count > 0)
            Lines.Add(new Code(string.Empty));
        Lines.Add(new Code("// " + before + quotes[line]));
    }

    /// <summary>Adds lines; the quotation goes on only when there are any.</summary>
    public void AddQuoted(int line, IReadOnlyCollection<Code> lines, string before = "")
    {
        if (lines.Count == 0)
            return;
        Quote(line, before);
        Lines.AddRange(lines);
    }
}
