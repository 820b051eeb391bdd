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
        state.Mutable = MutableScalars.Find(body);
        state.SharedNames.UnionWith(DeclaredIn(body).GroupBy(static variable => variable.Name, StringComparer.Ordinal).Where(static name => name.Count() > 1).Select(static name => name.Key));
        state.EntryNumbers = EntryNumbers.Find(body, IsComputed, scalars.EffectsOf, argument => !state.Tensors.TryGetValue(argument, out int tensor) || state.Values[tensor].WantsGradient || state.AskedArguments.Contains(tensor));
        if (state.PerhapsAsked.Count > 0)
            state.PerhapsAskedNumbers = EntryNumbers.Find(body, IsComputed, scalars.EffectsOf, argument => !argument.Has(KnownNames.NoGradient));
        tensors.Conditional = Conditional;
        foreach (ISymbol changed in state.Mutable)
            state.ScalarsOf.Remove(changed);
        if (body.Descendants().FirstOrDefault(static part => part.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol) is { } pointer)
            throw Unsupported(pointer, "A pointer", "put what needs pointers into a method of its own that takes and returns numbers");
        DeclareFunctions(body);
        Statements(body.Operations);
        if (body.Operations.LastOrDefault(static part => part is not ILocalFunctionOperation) is IThrowOperation end && !ResultKeys.All(state.Tensors.ContainsKey))
            throw Unsupported(end, "A method that only throws");
        if (!body.Descendants().Any(static part => part is IReturnOperation { ReturnedValue: not null } or IInvalidOperation) && body.Descendants().Any(static part => part is IThrowOperation or ILoopOperation))
            throw Refuse(Descriptors.UnsupportedStatement, method.Locations[0], "A body that never returns", method.Name, "return a tensor");
        return ResultKeys.All(state.Tensors.ContainsKey) ? [.. ResultKeys.Select(key => state.Tensors[key])] : throw new RefusedException("The method does not return.");
    }

    private bool IsComputed(IOperation part) => scalars.Behind(part) is not null;

    /// <summary>The variables that statements declare, outside of lambdas.</summary>
    private static IEnumerable<ILocalSymbol> DeclaredIn(IOperation body) => body.Descendants().SelectMany(static part => part switch
    {
        IVariableDeclaratorOperation declarator => [declarator.Symbol],
        IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } => [local],
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation reference } => [reference.Local],
        _ => Array.Empty<ILocalSymbol>(),
    }).Distinct<ILocalSymbol>(SymbolEqualityComparer.Default);

    /// <summary>What stands for the results among the variables.</summary>
    private IEnumerable<ISymbol> ResultKeys => TensorParser.TensorsOf(method.ReturnType) > 0 ? ((INamedTypeSymbol)method.ReturnType).TupleElements : [method];

    /// <summary>Reads statements in order, up to one that leaves.</summary>
    private void Statements(IReadOnlyList<IOperation> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            IOperation statement = statements[i];
            if (statement is IBlockOperation block)
            {
                Statements([.. block.Operations, .. statements.Skip(i + 1)]);
                return;
            }

            state.Lines.Add(Quote.Of(statement.Syntax));
            switch (statement)
            {
                case IConditionalOperation condition when MayLeave(condition) && (Leaves(condition.WhenTrue) || Leaves(condition.WhenFalse)):
                    If(condition, [.. statements.Skip(i + 1)]);
                    return;
                case IConditionalOperation condition when MayLeave(condition):
                    Guarded(condition, part => If((IConditionalOperation)part, []), [.. statements.Skip(i + 1)]);
                    return;
                case ILoopOperation loop when MayLeave(loop):
                    Guarded(loop, part => Loop((ILoopOperation)part), [.. statements.Skip(i + 1)]);
                    return;
                case IConditionalOperation condition when !IsPlain(condition):
                    If(condition, []);
                    break;
                case ISwitchOperation choice when MayLeave(choice):
                    Guarded(choice, part => Switch((ISwitchOperation)part), [.. statements.Skip(i + 1)]);
                    return;
                case ISwitchOperation choice when !IsPlain(choice):
                    Switch(choice);
                    break;
                case ILoopOperation loop when !IsPlain(loop):
                    Loop(loop);
                    break;
                case IBranchOperation { BranchKind: BranchKind.Continue } when IsInLoop:
                    Jump(BranchKind.Continue);
                    return;
                case IBranchOperation { BranchKind: BranchKind.Break } when scopes.Count > 0:
                    Jump(BranchKind.Break);
                    return;
                case ILocalFunctionOperation:
                    state.Lines.RemoveAt(state.Line);
                    break;
                case IThrowOperation when state.Block != 0:
                    Statement(statement);
                    foreach (ISymbol key in ResultKeys.Where(key => !state.Tensors.ContainsKey(key)))
                        state.Tensors[key] = None();
                    return;
                case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                    if (state.Block == 0 && statements.Skip(i + 1).FirstOrDefault(static part => part is not ILocalFunctionOperation) is { } unreached)
                    {
                        state.Lines.Add(string.Empty);
                        throw Unsupported(unreached, "A statement after the return", "remove it");
                    }

                    Return(value);
                    Leave(0, scopes.Where(static scope => scope.IsLoop));
                    return;
                default:
                    Statement(statement);
                    break;
            }
        }
    }

    private void Return(IOperation value)
    {
        int count = TensorParser.TensorsOf(method.ReturnType);
        IReadOnlyList<int> results = count > 0
            ? tensors.ParseAll(value, [.. Enumerable.Range(0, count).Select(_ => state.Names.TakeNumbered("result"))])
            : [tensors.Parse(value, state.Names.Take("result"))];
        foreach ((ISymbol key, int result) in ResultKeys.Zip(results, static (key, result) => (key, result)))
            state.Tensors[key] = result;
    }

    private void Statement(IOperation statement)
    {
        switch (statement)
        {
            case IVariableDeclarationGroupOperation { Syntax: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
                    Declare(declarator);
                break;
            case IExpressionStatementOperation { Operation: var change } when ChangesList(change):
                break;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment } when !state.Mutable.Contains(Variable(assignment.Target)) || TypeOf(Variable(assignment.Target)) is var type && (type.Is(KnownNames.Tensor) || TensorParser.TensorsOf(type) > 0):
                Assign(Variable(assignment.Target), assignment.Value);
                break;
            case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation, OperatorMethod: not null } compound }
                when compound.Type.Is(KnownNames.Tensor):
                Assign(Variable(compound.Target), compound);
                break;
            case IExpressionStatementOperation { Operation: IAssignmentOperation { Target: IFieldReferenceOperation { Instance: ILocalReferenceOperation { Local: var tuple } } element } change } when state.Tuples.ContainsKey(tuple):
                AssignElement(tuple, element, change);
                break;
            case IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation deconstruction } when !IsPlain(statement) || state.Block == 0:
                Deconstruct(deconstruction);
                break;
            case IEmptyOperation:
                state.Lines.RemoveAt(state.Line);
                break;
            case IInvalidOperation:
                throw new RefusedException(Quote.Of(statement.Syntax));
            case IExpressionStatementOperation or IConditionalOperation or ILoopOperation or ISwitchOperation or IThrowOperation when IsPlain(statement):
                CheckWrites(statement);
                scalars.Statement(statement);
                break;
            default:
                throw Unsupported(statement, Describe(statement), Instead(statement));
        }
    }

    /// <summary>Whether a statement gives no tensor to anything: then it is kept as it is.</summary>
    private bool IsPlain(IOperation statement) => !MayLeave(statement) && !statement.DescendantsAndSelf().Any(part => part switch
    {
        IVariableDeclaratorOperation declarator => IsTensorLike(declarator.Symbol.Type) || declarator.Symbol.Type.Is(KnownNames.Tensor),
        IAssignmentOperation assignment => assignment.Target.Type is { } type && (type.Is(KnownNames.Tensor) || IsTensorLike(type)) || Targets(assignment.Target).Any(target => !state.Mutable.Contains(target)),
        IInvocationOperation call => call.TargetMethod.OriginalDefinition.Has(KnownNames.Differentiable) || call.Instance is { } instance && tensors.ListOf(instance) is not null,
        ILocalFunctionOperation or ILabeledOperation or IAwaitOperation or IInvalidOperation or IReturnOperation => true,
        _ => false,
    });

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        ILocalSymbol local = declarator.Symbol;
        if (local.IsConst)
            return;
        if (local.IsRef)
            throw Unsupported(declarator, "A ref variable");
        IVariableInitializerOperation? initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        if (TensorParser.IsList(local.Type))
            DeclareList(local, initializer?.Value);
        else if (state.Mutable.Contains(local) && !local.Type.Is(KnownNames.Tensor) && !IsTensorLike(local.Type))
            scalars.Declare(local, initializer?.Value);
        else if (initializer is not null)
            Assign(local, initializer.Value);
        else if (local.Type.Is(KnownNames.Tensor) || TensorParser.TensorsOf(local.Type) > 0)
            state.Unassigned.Add(local);
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
            throw Unsupported(value, $"A variable of type {Display(type)}", InsteadOfType);
        else if (value is IConversionOperation { OperatorMethod: null, Operand.Type: { } converted } && converted.Is(KnownNames.Tensor))
            throw Unsupported(value, $"A tensor in a variable of type {Display(type)}");
        else
        {
            scalars.Assign(variable, type, value, name);
            if (variable is ILocalSymbol local && !state.Mutable.Contains(local) && ModelTypes.ModelOf(type) is not null)
                tensors.Alias(local, value);
        }
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
        // What a block among the statements declares stands beside the statements, where a statement that is kept as it is may declare the same name.
        bool isKnown = state.Tensors.ContainsKey(variable) || state.ScalarsOf.ContainsKey(variable) || state.SharedNames.Contains(variable.Name) && IsInBareBlock(variable);
        return isKnown || !state.Names.IsReservedFor(variable.Name) ? state.Names.TakeNumbered(variable.Name) : variable.Name.Escaped();
    }

    private static bool IsInBareBlock(ISymbol variable) => variable is ILocalSymbol && variable.DeclaringSyntaxReferences.Any(static reference =>
        reference.GetSyntax().FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax { Parent: BlockSyntax } });

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

    private RefusedException Unsupported(IOperation statement, string what, string? instead = null) =>
        Refuse(Descriptors.UnsupportedStatement, statement, what, method.Name, instead ?? "write declarations, assignments, loops, conditions and returns");

    private static string Display(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString();

    private RefusedException Refuse(DiagnosticDescriptor descriptor, IOperation statement, params string[] words) => Refuse(descriptor, statement.Syntax.GetLocation(), words);

    private RefusedException Refuse(DiagnosticDescriptor descriptor, Location where, params string[] words)
    {
        state.Diagnostics.Add(DiagnosticSpec.Create(descriptor, LocationSpec.Of(where), words));
        return new RefusedException();
    }
}
