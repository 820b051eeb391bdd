using System.Globalization;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Writes a loop backwards: last turn first; each begins from what the tape kept of its beginning.</summary>
internal sealed class LoopReversal(ReverseContext context, Region region, ExpressionText text)
{
    public (List<Code> Lines, HashSet<int> Outer) Write(Loop loop, Region turn, List<int> carried)
    {
        if (context.Names.IsRehearsal)
            return ([new Code("for")], turn.Outer);
        List<Code> body = [];
        (string head, string turnName) = Head(loop, region.Turns[loop], body);
        foreach (int variable in Enumerable.Reverse(carried))
        {
            Variable restored = context.Plan.Variables[variable];
            string before = context.KeptIn(loop, variable) is { } kept ? $"{kept}[{turnName}]" : $"{context.Tape(restored)}.Pop()";
            body.Add(new Code($"{restored.Name} = {before};"));
        }

        HashSet<int> own = [.. Writes.Declared(loop.Body)];
        foreach (int flag in Writes.Of(loop.Body).Distinct().Where(variable => context.IsFlag(variable) && !own.Contains(variable) && turn.Needed!.Contains(variable)))
            body.Add(new Code($"{context.Plan.Variables[flag].Name} = false;"));
        (List<Code> forward, List<Code> backward) = turn.Write();
        body.AddRange(forward);
        if (body.Count > 0)
            body.Add(new Code(string.Empty));
        body.AddRange(backward);
        return ([new Code(head, body)], turn.Outer);
    }

    /// <summary>The head, and the variable that says which turn it is.</summary>
    private (string Head, string Turn) Head(Loop loop, string turns, List<Code> body)
    {
        if (loop.Counter is not { } counter)
            return ($"for (; {turns} > 0; {turns}--)", string.Empty);
        string name = context.Plan.Variables[counter.Variable].Name;
        // This form is right for a negative number as well, and of any size.
        if (context.NumberOfTurns(loop) is { } known)
            return ($"for (int {name} = {text.Of(known)}; {name}-- > 0;)", name);
        string start = text.Of(counter.Start);
        if (start == "0" && counter.Step == 1)
            return ($"for (int {name} = {turns} - 1; {name} >= 0; {name}--)", name);
        string turn = context.Names.Pool.TakeNumbered("turn");
        string way = counter.Step switch
        {
            1 => $" + {turn}",
            -1 => $" - {turn}",
            < 0 and > int.MinValue => $" - {(-counter.Step).ToString(CultureInfo.InvariantCulture)} * {turn}",
            _ => $" + {counter.Step.ToString(CultureInfo.InvariantCulture)} * {turn}",
        };
        body.Add(new Code($"int {name} = {text.Operand(counter.Start)}{way};"));
        return ($"for (int {turn} = {turns} - 1; {turn} >= 0; {turn}--)", turn);
    }
}
