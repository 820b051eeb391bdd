using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;

namespace SparseDiff.Generators.Functions.Forward;

/// <summary>Runs a function forwards, and beside each variable its derivative along the tangents of the arguments.</summary>
internal sealed class TangentSweep
{
    private readonly FunctionPlan plan;
    private readonly FunctionNames names;
    private readonly ExpressionTangent tangents;
    private readonly ExpressionText text;
    private readonly int[] writes;

    public TangentSweep(FunctionPlan plan, FunctionNames names, Scope scope)
    {
        (this.plan, this.names) = (plan, names);
        writes = Writes.MostOf(plan);
        tangents = new ExpressionTangent(plan, names, scope);
        text = tangents.Text;
    }

    public List<Code> Run(IEnumerable<Statement> body)
    {
        CodeList code = new(plan.Function.Lines);
        foreach (Statement statement in body)
            code.AddQuoted(statement is Branch or Loop ? -1 : statement.Line, [.. Lines(statement)]);
        return code.Lines;
    }

    private IEnumerable<Code> Lines(Statement statement)
    {
        switch (statement)
        {
            case Assignment assignment:
                return Assign(assignment);
            case CopiedStatement copied:
                return [new Code(copied.Text + ";")];
            case Branch branch:
                return Code.Branch(text.Of(branch.Condition), [.. branch.Then.SelectMany(Lines)], [.. branch.Else.SelectMany(Lines)]);
            case Loop loop:
                return [Repeat(loop)];
            case Break:
                return [new Code("break;")];
            case Throw end:
                return [new Code(end.Text)];
            default:
                return [];
        }
    }

    private Code Repeat(Loop loop)
    {
        string condition = text.Of(loop.Condition);
        List<Code> body = [.. loop.Body.SelectMany(Lines)];
        // A step with a derivative needs a line of its own.
        bool isSimple = loop.Iterators.All(static step => step is CopiedStatement);
        if (!isSimple)
            body.AddRange(loop.Iterators.SelectMany(Lines));
        if (!loop.TestsFirst)
            return new Code("do", body, $" while ({condition});");
        return new Code(PlainText.Head(loop, condition, isSimple ? string.Join(", ", loop.Iterators.Cast<CopiedStatement>().Select(static step => step.Text)) : string.Empty, text), body);
    }

    private IEnumerable<Code> Assign(Assignment assignment)
    {
        Variable variable = plan.Variables[assignment.Variable];
        string declare = assignment.IsDeclaration ? variable.TypeText + " " : string.Empty;
        if (!plan.Active[assignment.Variable])
            return [new Code($"{declare}{variable.Name} = {(assignment.Value is null ? variable.Default : text.Of(assignment.Value))};")];

        string tangent = names.Derivative(assignment.Variable);
        string zero = "0" + variable.Type.Suffix();
        if (assignment.Value is not { } value)
            return [new Code($"{declare}{variable.Name} = {zero};"), new Code($"{declare}{tangent} = {zero};")];
        bool isNew = assignment.IsDeclaration || writes[assignment.Variable] <= 1;
        (List<Code> before, string? derivative) = tangents.Of(value, isNew ? assignment.Variable : -1);
        Code primal = new($"{declare}{variable.Name} = {text.Of(value)};");
        Code dual = new($"{declare}{tangent} = {derivative ?? zero};");
        // The derivative may read the new value of a fresh variable, and the old value of any other.
        return isNew ? [.. before, primal, dual] : [.. before, dual, primal];
    }
}
