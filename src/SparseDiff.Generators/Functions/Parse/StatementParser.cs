using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads statements; jumps stay jumps.</summary>
internal sealed class StatementParser
{
    private readonly FunctionState state;
    private readonly ExpressionParser expressions;
    private readonly AssignmentParser assignments;
    private readonly LoopParser loops;
    private readonly SwitchParser switches;

    public StatementParser(FunctionState state)
    {
        this.state = state;
        expressions = new ExpressionParser(state);
        assignments = new AssignmentParser(state, expressions);
        loops = new LoopParser(state, expressions, assignments, this);
        switches = new SwitchParser(state, expressions, this);
    }

    public List<Statement> Block(IOperation? block)
    {
        List<Statement> into = [];
        if (block is not null)
            Parse(block, into);
        return into;
    }

    public void Parse(IOperation statement, List<Statement> into)
    {
        if (statement is not (IBlockOperation or IEmptyOperation))
            state.Body.Lines.Add(Header(statement.Syntax));
        switch (statement)
        {
            case IBlockOperation block:
                foreach (IOperation inner in block.Operations)
                    Parse(inner, into);
                break;
            case IEmptyOperation:
                break;
            case IVariableDeclarationGroupOperation { Syntax: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } or VariableDeclarationSyntax } group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
                    assignments.Declare(declarator, into);
                break;
            case IExpressionStatementOperation expression:
                assignments.Parse(expression, into);
                break;
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                into.Add(new Return(expressions.Parse(value), state.Line));
                break;
            case IBranchOperation { BranchKind: BranchKind.Break }:
                into.Add(new Break(state.Line));
                break;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                into.Add(new Continue(state.Line));
                break;
            case IConditionalOperation choice:
                int line = state.Line;
                Expression condition = expressions.Parse(choice.Condition);
                into.Add(new Branch(condition, Block(choice.WhenTrue).ToEquatable(), Block(choice.WhenFalse).ToEquatable(), line));
                break;
            case ISwitchOperation choice:
                switches.Parse(choice, into);
                break;
            case ILoopOperation loop:
                loops.Parse(loop, into);
                break;
            case IThrowOperation { Exception: { } exception }:
                expressions.Copy(exception, NumberType.Discrete);
                string thrown = state.Copy(exception.Syntax, out IReadOnlyCollection<int> reads);
                string? wide = state.CopyWide(exception.Syntax, reads);
                into.Add(new Throw($"throw {thrown};", state.Line) { Wide = wide is null ? null : $"throw {wide};" });
                break;
            case IInvalidOperation:
                throw new RefusedException(Quote.Of(statement.Syntax));
            default:
                throw state.Refuse(Descriptors.FunctionStatement, statement.Syntax, Describe(statement), state.Function.Name);
        }
    }

    /// <summary>The statement on one line; of a loop or a branch only its head.</summary>
    private static string Header(SyntaxNode syntax)
    {
        string text = Quote.Of(syntax);
        SyntaxNode? body = syntax switch
        {
            IfStatementSyntax choice => choice.Statement,
            ForStatementSyntax loop => loop.Statement,
            ForEachStatementSyntax loop => loop.Statement,
            WhileStatementSyntax loop => loop.Statement,
            _ => null,
        };
        return syntax switch
        {
            DoStatementSyntax loop => $"do … while ({Quote.Of(loop.Condition)});",
            SwitchStatementSyntax choice => $"switch ({Quote.Of(choice.Expression)})",
            _ when body is not null => Quote.OfTokens(syntax.DescendantTokens().TakeWhile(token => token.SpanStart < body.SpanStart)),
            _ => text,
        };
    }

    private static string Describe(IOperation statement) => statement switch
    {
        IVariableDeclarationGroupOperation or IUsingOperation or IUsingDeclarationOperation => "A using declaration",
        ITryOperation => "A try statement",
        ILockOperation => "A lock statement",
        ILocalFunctionOperation => "A local function",
        ILabeledOperation or IBranchOperation => "A goto",
        IReturnOperation => "A return without a value, or a yield",
        _ => $"This statement ({statement.Kind})",
    };
}
