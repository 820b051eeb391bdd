using System.Text;

namespace SparseDiff.Generators.Emit;

/// <summary>Lines of code with indentation; always <c>\n</c>.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool hasJustOpened;

    public void Line(string line = "")
    {
        // No empty line at the beginning of a block.
        if (line.Length == 0 && hasJustOpened)
            return;
        hasJustOpened = false;
        if (line.Length > 0)
            text.Append(' ', depth * 4).Append(line);
        text.Append('\n');
    }

    public void Open(string line = "")
    {
        if (line.Length > 0)
            Line(line);
        Line("{");
        hasJustOpened = true;
        depth++;
    }

    public void Close(string after = "")
    {
        depth--;
        Line("}" + after);
    }

    public void Indent() => depth++;

    public void Unindent() => depth--;

    public override string ToString() => text.ToString();
}
