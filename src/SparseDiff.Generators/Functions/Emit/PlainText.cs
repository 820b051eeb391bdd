using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Reverse;

namespace SparseDiff.Generators.Functions.Emit;

/// <summary>Statements as the user wrote them, but for the jumps; in a turn that runs once more, only those that going back needs.</summary>
internal sealed class PlainText(ReverseContext context, Region region)
{
    private readonly ExpressionText text = new(context.Plan.Variables, new Dictionary<Expression, string>(), context.Scope);

    /// <summary>A loop, with lines at the beginning of each turn.</summary>
    public Code Repeat(Loop loop, IEnumerable<Code> first)
    {
        List<Code> body = [.. first, .. Lines(loop.Body)];
        string condition = text.Of(loop.Condition);
        if (!loop.TestsFirst)
            return new Code("do", body, $" while ({condition});");
        List<Statement> iterators = [.. loop.Iterators.Where(Includes)];
        return new Code(Head(loop, condition, string.Join(", ", iterators.Select(Step)), text), body);
    }

    /// <summary>The head of a loop that tests first.</summary>
    public static string Head(Loop loop, string condition, string step, ExpressionText text)
    {
        if (loop.Counter is null && step.Length == 0)
            return $"while ({condition})";
        string start = loop.Counter is { } counter ? $"int {text.Of(new VariableRead(NumberType.Discrete, counter.Variable))} = {text.Of(counter.Start)}" : string.Empty;
        return $"for ({start}; {(condition == "true" ? string.Empty : condition)}; {step})".Replace("; ;", ";;").Replace("; )", ";)");
    }

    private bool Includes(Statement statement) => Slice.Includes(statement, region.Needed, static _ => false, isPlain: true);

    private IEnumerable<Code> Lines(IEnumerable<Statement> body) => body.Where(Includes).SelectMany(Lines);

    private IEnumerable<Code> Lines(Statement statement)
    {
        switch (statement)
        {
            case Assignment assignment:
                Variable variable = context.Plan.Variables[assignment.Variable];
                yield return new Code((assignment.IsDeclaration ? variable.TypeText + " " : string.Empty) + Step(assignment) + ";");
                break;
            case CopiedStatement copied:
                yield return new Code(copied.Text + ";");
                break;
            case Branch branch:
                foreach (Code line in Code.Branch(text.Of(branch.Condition), [.. Lines(branch.Then)], [.. Lines(branch.Else)]))
                    yield return line;
                break;
            case Loop loop:
                yield return Repeat(loop, []);
                break;
            case Break:
                yield return new Code("break;");
                break;
            case Throw end:
                yield return new Code(end.Text);
                break;
        }
    }

    private string Step(Statement statement) => statement switch
    {
        Assignment assignment => $"{context.Plan.Variables[assignment.Variable].Name} = {(assignment.Value is null ? context.Plan.Variables[assignment.Variable].Default : text.Of(assignment.Value))}",
        CopiedStatement copied => copied.Text,
        _ => string.Empty,
    };
}
