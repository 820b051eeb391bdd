using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads switch statements, as a chain of branches.</summary>
internal sealed class SwitchParser(FunctionState state, ExpressionParser expressions, StatementParser statements)
{
    public void Parse(ISwitchOperation choice, List<Statement> into)
    {
        int line = state.Line;
        Expression selector = expressions.Parse(choice.Value);
        if (selector is not VariableRead)
        {
            if (choice.Value.Type is not { } type || type.IsRefLikeType || !state.Types.IsNameable(type))
                throw state.Refuse(Descriptors.FunctionStatement, choice.Syntax, "A switch on this type", state.Function.Name);
            int held = state.Fresh("selector", selector.Type, state.Types.Of(type));
            into.Add(new Assignment(held, selector, IsDeclaration: true, line));
            selector = new VariableRead(selector.Type, held);
        }

        List<(Expression? Condition, List<Statement> Body)> sections = [];
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            List<Expression> conditions = [];
            bool isDefault = false;
            foreach (ICaseClauseOperation clause in section.Clauses)
            {
                if (clause.CaseKind == CaseKind.Default)
                    isDefault = true;
                else
                    conditions.Add(Matches(clause, (VariableRead)selector));
            }

            sections.Add((isDefault ? null : conditions.Count == 1 ? conditions[0] : new Logic("||", conditions.ToEquatable()), Body(section, choice)));
        }

        into.AddRange(Chain(sections, line));
    }

    private Expression Matches(ICaseClauseOperation clause, VariableRead selector)
    {
        switch (clause)
        {
            case ISingleValueCaseClauseOperation { Value: var value } when selector.Type.IsReal() && expressions.Parse(value) is Constant constant && constant.Type == selector.Type
                && value.ConstantValue is not ({ Value: float.NaN } or { Value: double.NaN }):
                return new Comparison("==", selector, constant);
            case ISingleValueCaseClauseOperation { Syntax: CaseSwitchLabelSyntax label }:
                string subject = state.Variables[selector.Variable].Name;
                string test = $" is {state.Copy(label.Value, out IReadOnlyCollection<int> read)}";
                return ExpressionParser.Truth(subject + test, selector.Reads.Concat(read), state.Variables[selector.Variable].TypeText == "float" ? $"((float){subject}){test}" : null);
            case IPatternCaseClauseOperation { Syntax: CasePatternSwitchLabelSyntax label, Pattern: var pattern, Guard: var guard }:
                return expressions.Matches(selector, label.Pattern, label.WhenClause, pattern, guard);
            default:
                throw new RefusedException(Quote.Of(clause.Syntax));
        }
    }

    private List<Statement> Body(ISwitchCaseOperation section, ISwitchOperation choice)
    {
        List<IOperation> body = [.. section.Body];
        while (body is [IBlockOperation block])
            body = [.. block.Operations];
        if (body.Count > 0 && IsEnd(body[body.Count - 1]))
            body.RemoveAt(body.Count - 1);
        if (body.SelectMany(static statement => statement.DescendantsAndSelf()).FirstOrDefault(IsEnd) is { } inner)
            throw state.Refuse(Descriptors.FunctionStatement, inner.Syntax, "A break in the middle of a switch section", state.Function.Name);
        List<Statement> parsed = [];
        foreach (IOperation statement in body)
            statements.Parse(statement, parsed);
        return parsed;

        bool IsEnd(IOperation statement) =>
            statement is IBranchOperation { BranchKind: BranchKind.Break } jump && SymbolEqualityComparer.Default.Equals(jump.Target, choice.ExitLabel);
    }

    // The default section comes last wherever it is written.
    private static List<Statement> Chain(List<(Expression? Condition, List<Statement> Body)> sections, int line)
    {
        List<Statement> otherwise = sections.Find(static section => section.Condition is null).Body ?? [];
        foreach ((Expression? condition, List<Statement> body) in Enumerable.Reverse(sections))
        {
            if (condition is not null)
                otherwise = [new Branch(condition, body.ToEquatable(), otherwise.ToEquatable(), line)];
        }

        return otherwise;
    }
}
