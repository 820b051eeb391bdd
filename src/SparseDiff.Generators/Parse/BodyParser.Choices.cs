using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>Choices between tensors in expressions, and switches: all become conditions.</content>
internal sealed partial class BodyParser
{
    /// <summary>The tensors that <c>condition ? a : b</c>, a switch expression or <c>part?.Forward(x) ?? x</c> gives.</summary>
    private IReadOnlyList<int> Conditional(IOperation choice, IReadOnlyList<string> names)
    {
        switch (choice)
        {
            case IConditionalOperation { WhenFalse: { } other } condition:
                var test = new Test($"if ({scalars.Head(condition.Condition, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)})", reads, readsScalars);
                return Choose(choice, names, test, () => Chosen(condition.WhenTrue, names.Count), () => Chosen(other, names.Count));
            case ICoalesceOperation { Value: IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access, WhenNull: { } otherwise }:
                var exists = new Test($"if ({scalars.Head(access.Operation, out reads, out readsScalars)} is not null)", reads, readsScalars);
                return Choose(choice, names, exists, () => tensors.Called(call, access.Operation, names.Count), () => Chosen(otherwise, names.Count));
            case ISwitchExpressionOperation { Arms: var arms } expression:
                Subject subject = SubjectOf(expression.Value);
                return Arm(0);

                IReadOnlyList<int> Arm(int number)
                {
                    if (number == arms.Length)
                        return Thrown($"throw new global::System.Runtime.CompilerServices.SwitchExpressionException({(subject.IsTensor ? string.Empty : subject.Text)});", names.Count);
                    ISwitchExpressionArmOperation arm = arms[number];
                    if (arm is { Pattern: IDiscardPatternOperation, Guard: null })
                        return Chosen(arm.Value, names.Count);
                    SyntaxNode pattern = arm.Syntax is SwitchExpressionArmSyntax syntax ? syntax.Pattern : arm.Pattern.Syntax;
                    IReadOnlyList<string> results = number == 0 ? names : [.. names.Select(_ => state.Names.TakeNumbered("choice"))];
                    return Choose(choice, results, Of(subject, [(pattern, arm.Guard)]), () => Chosen(arm.Value, names.Count), () => Arm(number + 1));
                }

            default:
                throw tensors.Unsupported(choice);
        }
    }

    /// <summary>The tensors of one way; none where it throws.</summary>
    private IReadOnlyList<int> Chosen(IOperation value, int count)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value is IThrowOperation)
            return Thrown($"{scalars.Head(value, out _, out _)};", count);
        return count == 1 ? [tensors.Parse(value)] : tensors.ParseAll(value, [.. Enumerable.Range(0, count).Select(_ => state.Names.TakeNumbered("choice"))]);
    }

    private List<int> Thrown(string statement, int count)
    {
        scalars.Statement(statement, [], []);
        return [.. Enumerable.Range(0, count).Select(_ => None())];
    }

    private List<int> Choose(IOperation choice, IReadOnlyList<string> names, Test test, Func<IReadOnlyList<int>> whenTrue, Func<IReadOnlyList<int>> whenFalse)
    {
        int line = state.Line;
        (IReadOnlyList<int> first, IReadOnlyList<int> second) = ([], []);
        Snapshot before = state.Save();
        (int thenId, List<CallSpec> thenCalls) = Block(() => first = whenTrue());
        state.Restore(before);
        (int elseId, List<CallSpec> elseCalls) = Block(() => second = whenFalse());
        state.Restore(before);
        List<int> results = [.. names.Select(name => state.AddValue(name, ValueKind.Call, name))];
        AddRegion(line, choice, results, new RegionSpec(
            RegionKind.If, test.Head, string.Empty, test.Reads, test.ReadsScalars,
            [new BlockSpec(thenId, thenCalls.ToEquatable(), first.ToEquatable()), new BlockSpec(elseId, elseCalls.ToEquatable(), second.ToEquatable())], [], -1, string.Empty));
        return results;
    }

    private void Switch(ISwitchOperation choice)
    {
        int line = AddLine($"switch ({Quote.Of(choice.Value.Syntax)})");
        Subject subject = SubjectOf(choice.Value);
        List<ISwitchCaseOperation> cases = [.. choice.Cases.Where(static part => !IsDefault(part)), .. choice.Cases.Where(IsDefault)];
        scopes.Push(new JumpScope(IsLoop: false));
        Case(0);
        scopes.Pop();

        void Case(int number)
        {
            if (number == cases.Count)
                return;
            List<IOperation> body = [.. cases[number].Body.SelectMany(static part => part is IBlockOperation block ? block.Operations : [part])];
            if (body.LastOrDefault() is IBranchOperation { BranchKind: BranchKind.Break })
                body.RemoveAt(body.Count - 1);
            if (IsDefault(cases[number]))
            {
                Statements(body);
                return;
            }

            Test test = Of(subject, [.. cases[number].Clauses.Select(ClauseOf)]);
            Branch(line, test.Head, test.Reads, test.ReadsScalars, () => Statements(body), () => Case(number + 1), choice);
        }
    }

    private (SyntaxNode Pattern, IOperation? Guard) ClauseOf(ICaseClauseOperation clause) => clause switch
    {
        ISingleValueCaseClauseOperation single => (single.Value.Syntax, null),
        IPatternCaseClauseOperation { Syntax: CasePatternSwitchLabelSyntax label } pattern => (label.Pattern, pattern.Guard),
        IPatternCaseClauseOperation { Syntax: CaseSwitchLabelSyntax label } => (label.Value, null),
        _ => throw Unsupported(clause, "This case of a switch"),
    };

    /// <summary>The condition that a subject has one of some patterns.</summary>
    private Test Of(Subject subject, IReadOnlyList<(SyntaxNode Pattern, IOperation? Guard)> clauses)
    {
        IEnumerable<int> reads = subject.Reads, readsScalars = subject.ReadsScalars;
        List<string> tests = [];
        foreach ((SyntaxNode pattern, IOperation? guard) in clauses)
        {
            string test = pattern is DiscardPatternSyntax ? string.Empty : $"{subject.Text} is {scalars.Copied(pattern)}";
            if (guard is not null)
            {
                string more = $"({scalars.Head(guard, out EquatableArray<int> guardReads, out EquatableArray<int> guardScalars)})";
                test = test.Length == 0 ? more : $"{test} && {more}";
                (reads, readsScalars) = (reads.Concat(guardReads), readsScalars.Concat(guardScalars));
            }

            tests.Add(test);
        }

        return new Test($"if ({string.Join(" || ", tests)})", reads.Distinct().ToEquatable(), readsScalars.Distinct().ToEquatable());
    }

    /// <summary>What is switched on, read once; a tensor, of which a pattern sees the shape, is no number that could be kept.</summary>
    private Subject SubjectOf(IOperation value)
    {
        if (value.Type is null)
            throw new RefusedException(Quote.Of(value.Syntax));
        if (TensorsIn(value) is { } isPlain)
        {
            if (!isPlain)
                throw tensors.Unsupported(value);
            string text = scalars.Head(value, out EquatableArray<int> reads, out EquatableArray<int> readsScalars);
            return new Subject(text, true, reads, readsScalars);
        }

        int scalar = scalars.Capture(value, value.Type, state.Names.TakeNumbered("subject"), mayReadEntries: true);
        return new Subject(state.Scalars[scalar].Name, false, [], [scalar]);
    }

    /// <summary>Whether the tensors of a subject stand there by their names; null where it has none.</summary>
    private static bool? TensorsIn(IOperation value) => value switch
    {
        IConversionOperation conversion => TensorsIn(conversion.Operand),
        ITupleOperation tuple when tuple.Elements.Any(static element => TensorsIn(element) is not null) =>
            tuple.Elements.All(static element => TensorsIn(element) ?? (TensorReads.VariableOf(element) ?? TensorReads.MemberOf(element)) is not null || element.ConstantValue.HasValue),
        _ when value.Type.Is(KnownNames.Tensor) => (TensorReads.VariableOf(value) ?? TensorReads.MemberOf(value)) is not null,
        _ => null,
    };

    private static bool IsDefault(ISwitchCaseOperation part) => part.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation);

    /// <summary>What is switched on.</summary>
    private sealed record Subject(string Text, bool IsTensor, EquatableArray<int> Reads, EquatableArray<int> ReadsScalars);

    /// <summary>The head of an if statement, and what it reads.</summary>
    private sealed record Test(string Head, EquatableArray<int> Reads, EquatableArray<int> ReadsScalars);
}
