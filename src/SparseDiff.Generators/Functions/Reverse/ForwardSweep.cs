using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Runs a region forwards as the user wrote it, and keeps what going back reads.</summary>
internal sealed class ForwardSweep
{
    private readonly ReverseContext context;
    private readonly Region region;
    private readonly ExpressionText text;
    private readonly PlainText plain;
    private readonly HashSet<int> readBackwards;
    private readonly List<string> hoisted = [];

    public ForwardSweep(ReverseContext context, Region region)
    {
        (this.context, this.region) = (context, region);
        text = new ExpressionText(context.Plan.Variables, region.Kept, context.Scope);
        plain = new PlainText(context, region);
        readBackwards = [.. region.Reads, .. region.Turns.Keys.SelectMany(context.Carried), .. region.Old.Keys.Select(static key => key.Variable)];
    }

    /// <summary>Every part of the values that a region computes itself, parts before wholes.</summary>
    public static IEnumerable<Expression> Expressions(IEnumerable<Statement> body) => body.SelectMany(static statement => statement switch
    {
        Assignment { Value: { } value } => Parts(value),
        Branch branch => Expressions(branch.Then).Concat(Expressions(branch.Else)),
        _ => [],
    });

    public List<Code> Run(IReadOnlyList<Statement> body)
    {
        CodeList code = new(context.Plan.Function.Lines);
        foreach (Statement statement in body)
        {
            List<Code> lines = Write(statement, isInner: false);
            foreach (string declaration in hoisted)
                code.Add(declaration);
            hoisted.Clear();
            code.AddQuoted(statement is Branch ? -1 : statement.Line, lines);
        }

        return code.Lines;
    }

    private static IEnumerable<Expression> Parts(Expression value) => value.Children.SelectMany(Parts).Append(value);

    private List<Code> Write(Statement statement, bool isInner)
    {
        List<Code> lines = [];
        switch (statement)
        {
            case Assignment assignment:
                Assign(assignment, isInner, lines);
                break;
            case CopiedStatement copied when Includes(copied):
                KeepOld(copied, isInner, lines);
                lines.Add(new Code(copied.Text + ";"));
                break;
            case Branch branch when Includes(branch) || Expressions([branch]).Any(region.Kept.ContainsKey) || region.Conditions.ContainsKey(branch):
                Write(branch, isInner, lines);
                break;
            case Loop loop when Includes(loop) || region.Old.Keys.Any(key => ReferenceEquals(key.Statement, loop)):
                Write(loop, isInner, lines);
                break;
            case Throw end when !region.IsTurn:
                lines.Add(new Code(end.Text));
                break;
        }

        return lines;
    }

    private bool Includes(Statement statement) => Slice.Includes(statement, region.Needed, region.Turns.ContainsKey, isPlain: false);

    private void Assign(Assignment assignment, bool isInner, List<Code> lines)
    {
        Variable variable = context.Plan.Variables[assignment.Variable];
        if (assignment.Value is { } value)
        {
            foreach (Expression kept in Parts(value).Where(region.Kept.ContainsKey))
                Keep(kept, isInner, lines);
        }

        if (!Includes(assignment) || region.Dead.Contains(assignment))
            return;
        KeepOld(assignment, isInner, lines);
        string right = assignment.Value is null ? variable.Default : text.Of(assignment.Value);
        bool isHoisted = assignment.IsDeclaration && isInner && readBackwards.Contains(assignment.Variable);
        if (isHoisted)
            hoisted.Add($"{variable.TypeText} {variable.Name} = {variable.Default};");
        if (!isHoisted || assignment.Value is not null)
            lines.Add(new Code($"{(assignment.IsDeclaration && !isHoisted ? variable.TypeText + " " : string.Empty)}{variable.Name} = {right};"));
    }

    private void Keep(Expression value, bool isInner, List<Code> lines)
    {
        string type = value.Type.Keyword();
        string name = region.Kept[value];
        string declare = Declare(type, name, isInner);
        if (value is not FunctionCall call)
        {
            lines.Add(new Code($"{declare}{name} = {text.Computed(value)};"));
            return;
        }

        string[] partials = region.Partials[call];
        List<string> arguments = [.. call.Arguments.Select(text.Of)];
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            if (!call.Function.Differentiated[i])
                continue;
            string partialType = call.Arguments[i].Type.Keyword();
            arguments.Add(partials[i].Length == 0 ? "out _" : $"out {Declare(partialType, partials[i], isInner)}{partials[i]}");
        }

        lines.Add(new Code($"{declare}{name} = {call.Function.Text}WithGradients({string.Join(", ", arguments)});"));
    }

    /// <summary>A declaration in place, or before the outermost block: going back reads it outside of the block.</summary>
    private string Declare(string type, string name, bool isInner)
    {
        if (!isInner)
            return type + " ";
        hoisted.Add($"{type} {name} = 0{(type == "float" ? "f" : "d")};");
        return string.Empty;
    }

    private void KeepOld(Statement statement, bool isInner, List<Code> lines)
    {
        foreach (KeyValuePair<(Statement Statement, int Variable), string> old in region.Old.Where(entry => ReferenceEquals(entry.Key.Statement, statement)).OrderBy(static entry => entry.Key.Variable))
        {
            Variable variable = context.Plan.Variables[old.Key.Variable];
            if (isInner)
                hoisted.Add($"{variable.TypeText} {old.Value} = {variable.Default};");
            lines.Add(new Code($"{(isInner ? string.Empty : variable.TypeText + " ")}{old.Value} = {variable.Name};"));
        }
    }

    private void Write(Branch branch, bool isInner, List<Code> lines)
    {
        string condition = text.Of(branch.Condition);
        if (region.Conditions.TryGetValue(branch, out string? name))
        {
            if (isInner)
                hoisted.Add($"bool {name} = false;");
            lines.Add(new Code($"{(isInner ? string.Empty : "bool ")}{name} = {condition};"));
            condition = name;
        }

        List<Code> then = [.. branch.Then.SelectMany(statement => Write(statement, isInner: true))];
        List<Code> otherwise = [.. branch.Else.SelectMany(statement => Write(statement, isInner: true))];
        lines.AddRange(Code.Branch(condition, then, otherwise));
    }

    private void Write(Loop loop, bool isInner, List<Code> lines)
    {
        KeepOld(loop, isInner, lines);
        List<Code> first = [];
        if (region.Turns.TryGetValue(loop, out string? turns))
        {
            bool isCounted = turns.Length > 0;
            if (isCounted && isInner)
                hoisted.Add($"int {turns} = 0;");
            if (isCounted)
                lines.Add(new Code(isInner ? $"{turns} = 0;" : $"int {turns} = 0;"));
            foreach (int variable in context.Carried(loop))
            {
                Variable carried = context.Plan.Variables[variable];
                string keep = context.KeptIn(loop, variable) is { } kept
                    ? $"{kept}[{(isCounted ? turns : context.Plan.Variables[loop.Counter!.Variable].Name)}] = {carried.Name};"
                    : $"{context.Tape(carried)}.Push({carried.Name});";
                first.Add(new Code(keep));
            }

            if (isCounted)
                first.Add(new Code($"{turns}++;"));
        }

        lines.Add(plain.Repeat(loop, first));
    }
}
