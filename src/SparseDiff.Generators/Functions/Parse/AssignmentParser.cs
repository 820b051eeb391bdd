using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads declarations and assignments of variables.</summary>
internal sealed class AssignmentParser(FunctionState state, ExpressionParser expressions)
{
    public void Declare(IVariableDeclaratorOperation declarator, List<Statement> into)
    {
        ILocalSymbol local = declarator.Symbol;
        if (local.IsConst)
            return;
        if (local.IsRef)
            throw state.Refuse(Descriptors.FunctionStatement, declarator.Syntax, "A ref variable", state.Function.Name);
        IOperation? value = (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;
        Expression? parsed = value is null ? null : expressions.Parse(value);
        into.Add(new Assignment(state.Declare(local, local.Type, false, declarator.Syntax), parsed, IsDeclaration: true, state.Line));
    }

    public void Parse(IExpressionStatementOperation statement, List<Statement> into)
    {
        switch (statement.Operation)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment when VariableOf(assignment.Target) is { } variable:
                into.Add(new Assignment(variable, expressions.Parse(assignment.Value), IsDeclaration: false, state.Line));
                break;
            case ICompoundAssignmentOperation { OperatorMethod: null } compound when VariableOf(compound.Target) is { } variable:
                into.Add(state.Variables[variable].Type.IsReal() ? Compound(compound, variable) : Copy(statement, compound.Value, variable));
                break;
            case IIncrementOrDecrementOperation { OperatorMethod: null } step when VariableOf(step.Target) is { } variable:
                into.Add(state.Variables[variable].Type.IsReal() ? Step(variable, step.Kind == OperationKind.Increment) : Copy(statement, null, variable));
                break;
            case IDeconstructionAssignmentOperation { Target: var target, Value: ITupleOperation tuple } when Targets(target) is { } targets && targets.Count == tuple.Elements.Length:
                Deconstruct(targets, [.. tuple.Elements.Select(expressions.Parse)], into);
                break;
            case IDeconstructionAssignmentOperation { Target: var target, Value: IConversionOperation { Operand: ITupleOperation tuple } } when Targets(target) is { } targets && targets.Count == tuple.Elements.Length:
                Deconstruct(targets, [.. tuple.Elements.Select(expressions.Parse)], into);
                break;
            case IDeconstructionAssignmentOperation { Target: var target, Value: IInvocationOperation { TargetMethod: { Name: "SinCos", ContainingType: var type }, Arguments: [var angle] } }
                when type.ToDisplayString() is "System.Math" or "System.MathF" && Targets(target) is { Count: 2 } targets:
                Expression argument = expressions.Parse(angle.Value);
                string container = argument.Type == NumberType.Single ? "MathF" : "Math";
                Deconstruct(targets, [new MathCall(argument.Type, container, "Sin", [argument]), new MathCall(argument.Type, container, "Cos", [argument])], into);
                break;
            case IInvalidOperation:
                throw new RefusedException(Quote.Of(statement.Syntax));
            default:
                throw state.Refuse(Descriptors.FunctionStatement, statement.Syntax, Describe(statement.Operation), state.Function.Name);
        }
    }

    private int? VariableOf(IOperation target) => target switch
    {
        ILocalReferenceOperation { Local.IsRef: false } local => state.IndexOf(local.Local),
        IParameterReferenceOperation { Parameter.Type: var type } argument when !type.IsRefLikeType && type is not IArrayTypeSymbol => state.IndexOf(argument.Parameter),
        _ => null,
    };

    private Assignment Compound(ICompoundAssignmentOperation compound, int variable)
    {
        NumberType type = state.Variables[variable].Type;
        Expression value = expressions.Parse(compound.Value);
        if (ExpressionParser.ArithmeticOf(compound.OperatorKind) is not { } op || !value.Type.IsReal())
            throw state.Refuse(Descriptors.FunctionStatement, compound.Syntax, "This compound assignment", state.Function.Name);
        // float += double is computed in double precision and then rounded.
        Expression target = new VariableRead(type, variable);
        Expression sum = value.Type == type
            ? new Arithmetic(type, op, target, value)
            : new Conversion(type, new Arithmetic(NumberType.Double, op, Widened(target), Widened(value)));
        return new Assignment(variable, sum, IsDeclaration: false, state.Line);
    }

    private static Expression Widened(Expression value) => value.Type == NumberType.Double ? value : new Conversion(NumberType.Double, value);

    private Assignment Step(int variable, bool up)
    {
        NumberType type = state.Variables[variable].Type;
        return new Assignment(
            variable, new Arithmetic(type, up ? '+' : '-', new VariableRead(type, variable), new Constant(type, "1" + type.Suffix())), IsDeclaration: false, state.Line);
    }

    private CopiedStatement Copy(IExpressionStatementOperation statement, IOperation? value, int variable)
    {
        if (value is not null)
            expressions.Copy(value, NumberTypeOf.Type(value.Type));
        ExpressionSyntax syntax = statement.Syntax switch
        {
            ExpressionStatementSyntax { Expression: var expression } => expression,
            ExpressionSyntax expression => expression,
            _ => throw new RefusedException(Quote.Of(statement.Syntax)),
        };
        string text = state.Copy(syntax, out IReadOnlyCollection<int> reads);
        return new CopiedStatement(text, reads.ToEquatable(), variable, state.Line) { Wide = state.CopyWide(syntax, reads) };
    }

    /// <summary>The variables on the left of a deconstruction; null when one is something else. New ones are declared.</summary>
    private List<(int Variable, bool IsNew)>? Targets(IOperation target)
    {
        if (target is IDeclarationExpressionOperation { Expression: var declared })
            target = declared;
        if (target is not ITupleOperation tuple)
            return null;
        List<(int, bool)> targets = [];
        foreach (IOperation element in tuple.Elements)
        {
            IOperation inner = element is IDeclarationExpressionOperation declaration ? declaration.Expression : element;
            if (inner is ILocalReferenceOperation { IsDeclaration: true, Local: var local })
                targets.Add((state.Declare(local, local.Type, false, inner.Syntax), true));
            else if (VariableOf(inner) is { } variable)
                targets.Add((variable, false));
            else
                return null;
        }

        return targets;
    }

    /// <summary>All values are computed before the first variable changes.</summary>
    private void Deconstruct(List<(int Variable, bool IsNew)> targets, List<Expression> values, List<Statement> into)
    {
        bool isSimple = targets.TrueForAll(static target => target.IsNew);
        List<Expression> sources = [];
        for (int i = 0; i < values.Count; i++)
        {
            Variable variable = state.Variables[targets[i].Variable];
            Expression value = values[i].Type == variable.Type || !variable.Type.IsReal() ? values[i] : new Conversion(variable.Type, values[i]);
            if (isSimple || i == 0 && values.Count == 1)
            {
                sources.Add(value);
                continue;
            }

            int held = state.Fresh(variable.Name.TrimStart('@'), variable.Type, variable.TypeText);
            into.Add(new Assignment(held, value, IsDeclaration: true, state.Line));
            sources.Add(new VariableRead(variable.Type, held));
        }

        for (int i = 0; i < values.Count; i++)
            into.Add(new Assignment(targets[i].Variable, sources[i], targets[i].IsNew, state.Line));
    }

    private static string Describe(IOperation operation) => operation switch
    {
        IInvocationOperation => "A call whose result is not used",
        IDeconstructionAssignmentOperation => "This deconstruction",
        IAssignmentOperation { Target: IArrayElementReferenceOperation or IPropertyReferenceOperation } => "An assignment to an element or a member",
        IAssignmentOperation or IIncrementOrDecrementOperation => "An assignment to something that is not a variable",
        _ => $"This statement ({operation.Kind})",
    };
}
