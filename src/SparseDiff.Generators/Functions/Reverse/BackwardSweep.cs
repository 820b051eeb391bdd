using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Rules;
using SparseDiff.Generators.Functions.Structure;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Walks a region backwards and turns the gradient of each variable into gradients of what it was computed from.</summary>
internal sealed class BackwardSweep
{
    private readonly ReverseContext context;
    private readonly Region region;
    private readonly ExpressionAdjoint expressions;
    // Positions count backwards: a statement with a higher one runs earlier.
    private readonly List<(int Position, HashSet<int> Reads)> readers = [];
    private readonly List<(Statement Statement, int Variable, int Position)> overwriters = [];
    private readonly Dictionary<Statement, int> places = new(References<Statement>.Comparer);
    private int position;

    public BackwardSweep(ReverseContext context, Region region)
    {
        (this.context, this.region) = (context, region);
        expressions = new ExpressionAdjoint(context, region);
    }

    public bool HasCode { get; private set; }

    public HashSet<int> Reads { get; } = [];

    /// <summary>Branches whose condition must be kept.</summary>
    public List<Branch> Branches { get; } = [];

    /// <summary>Loops that are gone through backwards.</summary>
    public HashSet<Loop> Loops { get; } = new(References<Loop>.Comparer);

    /// <summary>Where a variable is overwritten whose value something before reads.</summary>
    public IEnumerable<(Statement Statement, int Variable)> Overwritten =>
        overwriters.AsEnumerable().Reverse().Where(o => ReadAtOrBefore(o.Position, o.Variable)).Select(static o => (o.Statement, o.Variable));

    /// <summary>The kept parts of expressions in the order in which they are computed.</summary>
    public IEnumerable<Expression> KeptInOrder(IEnumerable<Statement> body) => ForwardSweep.Expressions(body).Where(expressions.Wanted.Contains);

    /// <summary>Whether anything that comes after a statement reads a variable: going on, of what is needed, or going back.</summary>
    public bool IsReadAfter(Statement statement, int variable, IReadOnlyCollection<(Statement Statement, IEnumerable<int> Reads)> forward)
    {
        int at = places[statement];
        return readers.Exists(reader => reader.Position < at && reader.Reads.Contains(variable))
            || forward.Any(later => places.TryGetValue(later.Statement, out int place) && place < at && later.Reads.Contains(variable));
    }

    public List<Code> Run(IReadOnlyList<Statement> body)
    {
        Block block = new(context, null, Writes.DeclaredHere(body), isRoot: !region.IsTurn);
        List<Code> code = Sweep(body, block);
        HasCode = code.Count > 0;
        Outer = block.Outer;
        return code;
    }

    /// <summary>Gradients of variables outside of the region that it touches.</summary>
    public HashSet<int> Outer { get; private set; } = [];

    private bool ReadAtOrBefore(int at, int variable) => readers.Exists(reader => reader.Position >= at && reader.Reads.Contains(variable));

    private List<Code> Sweep(IReadOnlyList<Statement> body, Block block)
    {
        CodeList code = new(context.Plan.Function.Lines);
        for (int i = body.Count - 1; i >= 0; i--)
        {
            places[body[i]] = ++position;
            switch (body[i])
            {
                case Assignment { Value: { } value } assignment:
                    Assign(assignment, value, block, code);
                    break;
                case CopiedStatement copied:
                    code.AddQuoted(copied.Line, Restore(copied, [copied.Variable]));
                    break;
                case Branch branch:
                    Reverse(branch, block, code);
                    break;
                case Loop loop:
                    Reverse(loop, block, code);
                    break;
            }
        }

        return code.Lines;
    }

    private void Assign(Assignment assignment, Expression value, Block block, CodeList code)
    {
        int at = position;
        int variable = assignment.Variable;
        List<Code> lines = [.. assignment.IsDeclaration ? [] : Restore(assignment, [variable])];
        expressions.Begin(block, lines, value, assignment.Variable);
        if (variable == context.Plan.Result)
            expressions.Pass(value, Seed.One(context.Plan.Function.Result));
        else if (context.Plan.Active[variable] && block.Knows(variable))
            Pass(assignment, value, block, lines);
        Note(at, expressions.End());
        code.AddQuoted(assignment.Line, lines);
    }

    private void Pass(Assignment assignment, Expression value, Block block, List<Code> lines)
    {
        int variable = assignment.Variable;
        NumberType type = context.Plan.Variables[variable].Type;
        string name = context.Names.Derivative(variable);
        block.Touch(variable);
        if (assignment.IsDeclaration || context.IsFixed(variable))
        {
            expressions.Pass(value, Seed.Of(name));
            return;
        }

        // v = v + e: the gradient of v goes on as it is.
        if (value is Arithmetic { Operator: '+' or '-', Left: VariableRead left } sum && left.Variable == variable && !sum.Right.Reads.Contains(variable))
        {
            Seed seed = Seed.Of(name);
            expressions.Pass(sum.Right, sum.Operator == '-' ? seed.Negated : seed);
            return;
        }

        if (value is Arithmetic { Operator: '+', Right: VariableRead right } swapped && right.Variable == variable && !swapped.Left.Reads.Contains(variable))
        {
            expressions.Pass(swapped.Left, Seed.Of(name));
            return;
        }

        string zero = $"{name} = 0{type.Suffix()};";
        if (!context.Plan.IsActive(value))
        {
            lines.Add(new Code(zero));
            return;
        }

        if (!value.Reads.Contains(variable))
        {
            expressions.Pass(value, Seed.Of(name));
            lines.Add(new Code(zero));
            return;
        }

        string incoming = context.Names.Temporary(name);
        lines.Add(new Code($"{type.Keyword()} {incoming} = {name};"));
        int first = lines.Count;
        expressions.Pass(value, Seed.Of(incoming));
        Overwrite(name, zero, lines, first);
    }

    /// <summary>The first contribution of a variable to itself replaces its gradient, which has gone to the new value's.</summary>
    private static void Overwrite(string name, string zero, List<Code> lines, int first)
    {
        int own = lines.FindIndex(first, line => line.Text.StartsWith(name + " ", StringComparison.Ordinal));
        if (own < 0)
            lines.Insert(first, new Code(zero));
        else
            lines[own] = new Code(lines[own].Text.Replace(name + " += ", name + " = ").Replace(name + " -= ", name + " = -"));
    }

    private void Reverse(Branch branch, Block block, CodeList code)
    {
        int at = position;
        Block then = block.Inner(Writes.DeclaredHere(branch.Then));
        List<Code> thenCode = Sweep(branch.Then, then);
        Block otherwise = block.Inner(Writes.DeclaredHere(branch.Else));
        List<Code> elseCode = Sweep(branch.Else, otherwise);
        if (thenCode.Count == 0 && elseCode.Count == 0)
            return;
        foreach (string declaration in block.Declare(then.Outer.Concat(otherwise.Outer)))
            code.Add(declaration);
        string condition;
        if (branch.Condition.Reads.All(context.IsFixed))
        {
            condition = expressions.Text.Of(branch.Condition);
            Reads.UnionWith(branch.Condition.Reads);
            readers.Add((at, [.. branch.Condition.Reads]));
        }
        else
        {
            Branches.Add(branch);
            condition = region.Conditions.TryGetValue(branch, out string? kept) ? kept : "branch";
        }

        foreach (Code line in Code.Branch(condition, thenCode, elseCode))
            code.Add(line);
    }

    private void Reverse(Loop loop, Block block, CodeList code)
    {
        int at = position;
        Region turn = context.TurnOf(loop);
        List<int> carried = turn.IsActive ? context.Carried(loop) : [];
        HashSet<int> own = [.. Writes.Declared([loop])];
        List<int> changed = [.. Writes.Of([loop]).Distinct().Where(variable => !own.Contains(variable) && !carried.Contains(variable)).OrderBy(static variable => variable)];
        List<Code> restored = Restore(loop, changed);
        if (turn.IsActive)
        {
            Loops.Add(loop);
            HashSet<int> reads = [.. turn.Needed!.Where(variable => !own.Contains(variable) && !carried.Contains(variable))];
            if (loop.Counter is { } counter)
                reads.UnionWith(counter.Start.Reads);
            if (context.NumberOfTurns(loop) is { } known)
                reads.UnionWith(known.Reads);
            Note(at, reads);
            (List<Code> lines, HashSet<int> outer) = new LoopReversal(context, region, expressions.Text).Write(loop, turn, carried);
            foreach (string declaration in block.Declare(outer))
                code.Add(declaration);
            code.Quote(loop.Line, "Backwards: ");
            foreach (Code line in lines)
                code.Add(line);
        }

        foreach (Code line in restored)
            code.Add(line);
    }

    private void Note(int at, HashSet<int> reads)
    {
        Reads.UnionWith(reads);
        readers.Add((at, reads));
    }

    /// <summary>Gives variables the values that they had before a statement; one that gets a single value had none, and keeps it.</summary>
    private List<Code> Restore(Statement statement, IEnumerable<int> variables)
    {
        List<Code> lines = [];
        foreach (int variable in variables.Where(variable => !context.IsFixed(variable)))
        {
            overwriters.Add((statement, variable, position));
            if (region.Old.TryGetValue((statement, variable), out string? old))
                lines.Add(new Code($"{context.Plan.Variables[variable].Name} = {old};"));
        }

        return lines;
    }
}
