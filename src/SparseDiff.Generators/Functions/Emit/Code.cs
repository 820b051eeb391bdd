using SparseDiff.Generators.Emit;

namespace SparseDiff.Generators.Functions.Emit;

/// <summary>A line of code, and the block it opens.</summary>
internal sealed class Code(string line, List<Code>? body = null, string end = "")
{
    public string Text => line;

    public List<Code>? Body => body;

    /// <summary>A branch; one that is empty is left out.</summary>
    public static IEnumerable<Code> Branch(string condition, List<Code> then, List<Code> otherwise)
    {
        if (then.Count > 0)
        {
            yield return new Code($"if ({condition})", then);
            if (otherwise.Count > 0)
                yield return new Code("else", otherwise);
        }
        else if (otherwise.Count > 0)
        {
            bool isName = condition.All(static c => char.IsLetterOrDigit(c) || c is '_' or '@');
            yield return new Code($"if ({(isName ? "!" + condition : $"!({condition})")})", otherwise);
        }
    }

    public static void Write(CodeWriter into, IEnumerable<Code> lines)
    {
        foreach (Code code in lines)
            code.Write(into);
    }

    private void Write(CodeWriter into)
    {
        if (body is null)
        {
            into.Line(line);
            return;
        }

        into.Open(line);
        Write(into, body);
        into.Close(end);
    }
}
