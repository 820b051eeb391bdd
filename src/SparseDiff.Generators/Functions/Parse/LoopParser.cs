using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads loops.</summary>
internal sealed class LoopParser(FunctionState state, ExpressionParser expressions, AssignmentParser assignments, StatementParser statements)
{
    private static readonly Constant True = new(NumberType.Discrete, "true");

    public void Parse(ILoopOperation loop, List<Statement> into)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                For(counted, into);
                break;
            case IForEachLoopOperation { IsAsynchronous: false } each:
                ForEach(each, into);
                break;
            case IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } repeated:
                int line = state.Line;
                Expression test = expressions.Parse(condition);
                into.Add(new Loop(repeated.ConditionIsTop, test, statements.Block(repeated.Body).ToEquatable(), [], null, line));
                break;
            default:
                throw state.Refuse(Descriptors.FunctionStatement, loop.Syntax, "This loop", state.Function.Name);
        }
    }

    private void For(IForLoopOperation loop, List<Statement> into)
    {
        int line = state.Line;
        List<Statement> before = [];
        foreach (IOperation statement in loop.Before)
            Simple(statement, before);
        Expression condition = loop.Condition is null ? True : expressions.Parse(loop.Condition);
        List<Statement> iterators = [];
        foreach (IOperation statement in loop.AtLoopBottom)
            Simple(statement, iterators);
        List<Statement> body = statements.Block(loop.Body);
        Counter? counter = CounterOf(loop, before, iterators, body);
        into.AddRange(counter is null ? before : []);
        into.Add(new Loop(true, condition, body.ToEquatable(), iterators.ToEquatable(), counter, line));
    }

    private void Simple(IOperation statement, List<Statement> into)
    {
        switch (statement)
        {
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
                    assignments.Declare(declarator, into);
                break;
            case IExpressionStatementOperation expression:
                assignments.Parse(expression, into);
                break;
            default:
                throw new RefusedException(Quote.Of(statement.Syntax));
        }
    }

    private Counter? CounterOf(IForLoopOperation loop, List<Statement> before, List<Statement> iterators, List<Statement> body)
    {
        if (before is not [Assignment { IsDeclaration: true, Value: { } start, Variable: var counter }] || iterators is not [CopiedStatement step] || step.Variable != counter
            || state.Variables[counter].TypeText != "int" || loop.AtLoopBottom is not [IExpressionStatementOperation { Operation: var change }]
            || Writes.Of(body).Contains(counter))
            return null;
        int? by = change switch
        {
            IIncrementOrDecrementOperation => change.Kind == OperationKind.Increment ? 1 : -1,
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Value.ConstantValue: { HasValue: true, Value: int forwards } } => forwards,
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract, Value.ConstantValue: { HasValue: true, Value: int backwards } } when backwards != int.MinValue => -backwards,
            _ => null,
        };
        return by is { } moves ? new Counter(counter, start, moves) { Values = ConstantTurns.Of(loop, moves), Bound = BoundOf(loop, start, moves) } : null;
    }

    /// <summary>What <c>i &lt; n</c> compares with, where reading it a second time has no effect.</summary>
    private Expression? BoundOf(IForLoopOperation loop, Expression start, int step) =>
        step == 1 && start is Constant { Text: "0" } && loop.Condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan, LeftOperand: ILocalReferenceOperation read, RightOperand: var end }
            && loop.Locals.Contains(read.Local, SymbolEqualityComparer.Default) && end.Type?.SpecialType == SpecialType.System_Int32
            && (end.ConstantValue.HasValue || end is ILocalReferenceOperation or IParameterReferenceOperation
                || end is IPropertyReferenceOperation { Property.Name: "Length", Instance: IParameterReferenceOperation })
            ? expressions.Parse(end)
            : null;

    private void ForEach(IForEachLoopOperation loop, List<Statement> into)
    {
        int line = state.Line;
        IOperation collection = loop.Collection is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : loop.Collection;
        if (collection.Type is null or IErrorTypeSymbol)
            throw new RefusedException(Quote.Of(loop.Syntax));
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: var item } || NumberTypeOf.ElementOf(collection.Type) is not { } element
            || loop.Syntax is not ForEachStatementSyntax || !SymbolEqualityComparer.Default.Equals(element, item.Type))
            throw state.Refuse(Descriptors.FunctionStatement, loop.Syntax, "A foreach over something that is not an array or a span", state.Function.Name);

        Expression source = expressions.Parse(collection);
        string text;
        if (source is VariableRead known)
        {
            text = state.Variables[known.Variable].Name;
        }
        else if (!collection.Type.IsRefLikeType)
        {
            int held = state.Fresh("items", NumberType.Opaque, state.Types.Of(collection.Type));
            into.Add(new Assignment(held, source, IsDeclaration: true, line));
            (text, source) = (state.Variables[held].Name, new VariableRead(NumberType.Opaque, held));
        }
        else
        {
            throw state.Refuse(Descriptors.FunctionStatement, loop.Syntax, "A foreach over a span that is not an argument", state.Function.Name);
        }

        int counter = state.Fresh("at", NumberType.Discrete, "int");
        string at = state.Variables[counter].Name;
        int variable = state.Declare(item, item.Type, false, loop.Syntax);
        NumberType type = state.Variables[variable].Type;
        Expression value = source is VariableRead { Variable: var array } && state.Variables[array].IsArray
            ? new Element(type, array, new VariableRead(NumberType.Discrete, counter))
            : new Copied(type, $"{text}[{at}]", true, source.Reads.Concat([counter]).ToEquatable(), Quote.Of(collection.Syntax), null);
        Statement[] first = [new Assignment(variable, value, IsDeclaration: true, line)];
        into.Add(new Loop(
            true, ExpressionParser.Truth($"{at} < {text}.Length", source.Reads.Concat([counter])), first.Concat(statements.Block(loop.Body)).ToEquatable(),
            [new CopiedStatement($"{at}++", [counter], counter, line)],
            new Counter(counter, new Constant(NumberType.Discrete, "0"), 1) { Bound = new Copied(NumberType.Discrete, $"{text}.Length", true, source.Reads.ToEquatable(), Quote.Of(collection.Syntax), null) }, line));
    }
}
