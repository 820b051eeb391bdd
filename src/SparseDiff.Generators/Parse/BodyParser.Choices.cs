using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Choices between tensors in expressions, and switches: all become conditions.</content>
internal sealed partial class BodyParser
{
    /// <summary>The tensor that <c>condition ? a : b</c> or a switch expression gives.</summary>
    private int Conditional(IOperation choice, string? name)
    {
        string result = name ?? state.Names.TakeNumbered("choice");
        if (choice is IConditionalOperation { WhenFalse: { } other } condition)
        {
            string head = $"if ({scalars.Head(condition.Condition, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)})";
            return Choose(choice, result, head, reads, readsScalars, () => tensors.Parse(condition.WhenTrue), () => tensors.Parse(other));
        }

        if (choice is not ISwitchExpressionOperation { Arms: [.., { Pattern: IDiscardPatternOperation, Guard: null }] arms } expression)
            throw tensors.Unsupported(choice);
        string subject = Subject(expression.Value, out EquatableArray<int> captured);
        return Arm(0);

        int Arm(int number)
        {
            ISwitchExpressionArmOperation arm = arms[number];
            if (number == arms.Length - 1)
                return tensors.Parse(arm.Value);
            string head = $"if ({Test(subject, arm.Pattern.Syntax, arm.Guard)})";
            return Choose(choice, number == 0 ? result : state.Names.TakeNumbered("choice"), head, [], captured, () => tensors.Parse(arm.Value), () => Arm(number + 1));
        }
    }

    private int Choose(IOperation choice, string name, string head, EquatableArray<int> reads, EquatableArray<int> readsScalars, Func<int> whenTrue, Func<int> whenFalse)
    {
        int line = state.Line;
        (int first, int second) = (-1, -1);
        Snapshot before = state.Save();
        (int thenId, List<CallSpec> thenCalls) = Block(() => first = whenTrue());
        state.Restore(before);
        (int elseId, List<CallSpec> elseCalls) = Block(() => second = whenFalse());
        state.Restore(before);
        int result = state.AddValue(name, ValueKind.Call, name);
        AddRegion(line, choice, [result], new RegionSpec(
            RegionKind.If, head, string.Empty, reads, readsScalars,
            [new BlockSpec(thenId, thenCalls.ToEquatable(), [first]), new BlockSpec(elseId, elseCalls.ToEquatable(), [second])], [], -1, string.Empty));
        return result;
    }

    private void Switch(ISwitchOperation choice)
    {
        int line = AddLine($"switch ({Quote.Of(choice.Value.Syntax)})");
        string subject = Subject(choice.Value, out EquatableArray<int> captured);
        List<ISwitchCaseOperation> cases = [.. choice.Cases.Where(static part => !IsDefault(part)), .. choice.Cases.Where(IsDefault)];
        Case(0);

        void Case(int number)
        {
            if (number == cases.Count)
                return;
            List<IOperation> body = [.. cases[number].Body.SelectMany(static part => part is IBlockOperation block ? block.Operations : [part])];
            if (body.LastOrDefault() is IBranchOperation { BranchKind: BranchKind.Break })
                body.RemoveAt(body.Count - 1);
            if (body.Any(static part => part.DescendantsAndSelf().Any(inner => inner is IBranchOperation && !inner.Ancestors(part).Any(static outer => outer is ILoopOperation))))
                throw Unsupported(choice, "A jump out of the middle of a switch section");
            if (IsDefault(cases[number]))
            {
                Statements(body);
                return;
            }

            string test = string.Join(" || ", cases[number].Clauses.Select(clause => Test(clause, subject)));
            Branch(line, $"if ({test})", [], captured, () => Statements(body), () => Case(number + 1), choice);
        }
    }

    private string Test(ICaseClauseOperation clause, string subject) => clause switch
    {
        ISingleValueCaseClauseOperation single => Test(subject, single.Value.Syntax, null),
        IPatternCaseClauseOperation pattern => Test(subject, pattern.Pattern.Syntax, pattern.Guard),
        _ => throw Unsupported(clause, "This case of a switch"),
    };

    private string Test(string subject, SyntaxNode pattern, IOperation? guard)
    {
        string test = $"{subject} is {scalars.Copied(pattern)}";
        return guard is null ? test : $"{test} && ({scalars.Head(guard, out _, out _)})";
    }

    /// <summary>What is switched on, read once.</summary>
    private string Subject(IOperation value, out EquatableArray<int> captured)
    {
        if (value.Type is null)
            throw new RefusedException(Quote.Of(value.Syntax));
        int scalar = scalars.Capture(value, value.Type, state.Names.TakeNumbered("subject"));
        captured = [scalar];
        return state.Scalars[scalar].Name;
    }

    private static bool IsDefault(ISwitchCaseOperation part) => part.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation);
}
