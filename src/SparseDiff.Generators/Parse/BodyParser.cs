using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads the statements of a method: declarations, assignments, and one return at the end.</summary>
internal sealed partial class BodyParser(IMethodSymbol method, BodyState state, TensorParser tensors, ScalarParser scalars)
{
    /// <summary>The tensors that the method returns.</summary>
    public IReadOnlyList<int> Parse(IBlockOperation body)
    {
        IReadOnlyList<int>? result = null;
        foreach (IOperation statement in body.Operations)
        {
            if (result is not null)
                throw Unsupported(statement, "A statement after the return");
            state.Lines.Add(Quote.Of(statement.Syntax));
            result = Statement(statement);
        }

        return result ?? throw new RefusedException("The method does not return.");
    }

    private IReadOnlyList<int>? Statement(IOperation statement)
    {
        switch (statement)
        {
            case IVariableDeclarationGroupOperation { Syntax: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
                    Declare(declarator);
                return null;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment }:
                Assign(Variable(assignment.Target), assignment.Value);
                return null;
            case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation, OperatorMethod: not null } compound }
                when compound.Type.Is(KnownNames.Tensor):
                Assign(Variable(compound.Target), compound);
                return null;
            case IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation deconstruction }:
                Deconstruct(deconstruction);
                return null;
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                int count = TensorParser.TensorsOf(method.ReturnType);
                return count > 0
                    ? tensors.ParseAll(value, [.. Enumerable.Range(0, count).Select(_ => state.Names.TakeNumbered("result"))])
                    : [tensors.Parse(value, state.Names.Take("result"))];
            case IEmptyOperation:
                state.Lines.RemoveAt(state.Line);
                return null;
            case IInvalidOperation:
                throw new RefusedException(Quote.Of(statement.Syntax));
            default:
                throw Unsupported(statement, Describe(statement));
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        ILocalSymbol local = declarator.Symbol;
        if (local.IsConst)
            return;
        if (local.IsRef)
            throw Unsupported(declarator, "A ref variable");
        IVariableInitializerOperation? initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        if (initializer is not null)
            Assign(local, initializer.Value);
    }

    private void Assign(ISymbol variable, IOperation value)
    {
        ITypeSymbol type = TypeOf(variable);
        if (TensorParser.TensorsOf(type) is > 0 and var count)
        {
            state.Tuples[variable] = tensors.ParseAll(value, [.. Enumerable.Range(0, count).Select(_ => state.Names.TakeNumbered(variable.Name))]);
            return;
        }

        string name = NameOf(variable);
        if (type.Is(KnownNames.Tensor))
            state.Tensors[variable] = tensors.Parse(value, name);
        else if (IsTensorLike(type))
            throw Unsupported(value, $"A variable of type {type.ToDisplayString()}");
        else
            scalars.Assign(variable, type, value, name);
    }

    private static ITypeSymbol TypeOf(ISymbol variable)
    {
        ITypeSymbol type = variable switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => throw new RefusedException(),
        };
        return type is IErrorTypeSymbol ? throw new RefusedException(variable.Name) : type;
    }

    private string NameOf(ISymbol variable)
    {
        bool isKnown = state.Tensors.ContainsKey(variable) || state.ScalarsOf.ContainsKey(variable);
        return isKnown || !state.Names.IsReservedFor(variable.Name) ? state.Names.TakeNumbered(variable.Name) : variable.Name.Escaped();
    }

    private static ISymbol Variable(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => throw new RefusedException(),
    };

    private static bool IsTensorLike(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Is(KnownNames.Tensor) || IsTensorLike(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(static argument => argument.Is(KnownNames.Tensor) || IsTensorLike(argument)),
        _ => false,
    };

    private RefusedException Unsupported(IOperation statement, string what)
    {
        state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedStatement, LocationSpec.Of(statement.Syntax.GetLocation()), what, method.Name));
        return new RefusedException();
    }

    private static string Describe(IOperation statement) => statement switch
    {
        IVariableDeclarationGroupOperation or IUsingOperation or IUsingDeclarationOperation => "A using declaration",
        IConditionalOperation => "An if statement",
        ISwitchOperation => "A switch statement",
        IForLoopOperation => "A for loop",
        IForEachLoopOperation => "A foreach loop",
        IWhileLoopOperation => "A while or do loop",
        ITryOperation => "A try statement",
        ILockOperation => "A lock statement",
        IThrowOperation => "A throw statement",
        ILocalFunctionOperation => "A local function",
        IBlockOperation => "A nested block",
        ILabeledOperation => "A label",
        IBranchOperation => "A jump",
        IExpressionStatementOperation { Operation: IInvocationOperation } => "A call whose result is not used",
        IExpressionStatementOperation { Operation: ICompoundAssignmentOperation or IIncrementOrDecrementOperation } => "A compound assignment of a number",
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation } => "An assignment to something that is not a variable",
        IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation } => "A deconstruction",
        _ => $"This statement ({statement.Kind})",
    };
}
