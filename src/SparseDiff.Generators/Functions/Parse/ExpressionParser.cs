using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Rules;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads expressions: what a derivative can enter becomes a tree, everything else is copied.</summary>
internal sealed class ExpressionParser(FunctionState state)
{
    public Expression Parse(IOperation value)
    {
        NumberType type = NumberTypeOf.Type(value.Type);
        if (value.ConstantValue is { HasValue: true, Value: { } constant } && value.Type is not null && SymbolText.Constant(value.Type, constant) is { } text)
            return new Constant(type, text);
        return value switch
        {
            IInvalidOperation => throw new RefusedException(Quote.Of(value.Syntax)),
            ILocalReferenceOperation { IsDeclaration: false } local when state.IndexOf(local.Local) is { } variable => new VariableRead(type, variable),
            IParameterReferenceOperation argument when state.IndexOf(argument.Parameter) is { } variable => new VariableRead(type, variable),
            IConversionOperation { OperatorMethod: null } conversion => Convert(conversion, type),
            IUnaryOperation { OperatorMethod: null, OperatorKind: UnaryOperatorKind.Minus } minus when type.IsReal() => new Negation(type, Parse(minus.Operand)),
            IUnaryOperation { OperatorMethod: null, OperatorKind: UnaryOperatorKind.Plus } plus when type.IsReal() => Parse(plus.Operand),
            IUnaryOperation { OperatorMethod: null, OperatorKind: UnaryOperatorKind.Not } not when IsTruth(not.Type) => new Logic("!", [Parse(not.Operand)]),
            IBinaryOperation { OperatorMethod: null } binary when Binary(binary, type) is { } parsed => parsed,
            IConditionalOperation { WhenFalse: { } otherwise } choice when type.IsReal() => new Choice(type, Parse(choice.Condition), Parse(choice.WhenTrue), Parse(otherwise)),
            ISwitchExpressionOperation choice when type.IsReal() => Switch(choice, type),
            IIsPatternOperation test when NumberTypeOf.Type(test.Value.Type).IsReal() && PatternParser.Parse(Parse(test.Value), test.Pattern, Parse) is { } condition => condition,
            IInvocationOperation call when type.IsReal() => Call(call, type),
            IArrayElementReferenceOperation { Indices: [var index] } element when type.IsReal() && ArrayOf(element.ArrayReference) is { } array && NumberTypeOf.Type(index.Type) == NumberType.Discrete =>
                new Element(type, array, Parse(index)),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [var index] } when type.IsReal() && ArrayOf(instance) is { } array && NumberTypeOf.Type(index.Value.Type) == NumberType.Discrete =>
                new Element(type, array, Parse(index.Value)),
            _ => Copy(value, type),
        };
    }

    /// <summary>The user's text, where no derivative passes.</summary>
    public Copied Copy(IOperation value, NumberType type)
    {
        CheckPure(value);
        string text = state.Copy(value.Syntax, out IReadOnlyCollection<int> reads);
        bool isAtom = value.Syntax is IdentifierNameSyntax or LiteralExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax;
        return new Copied(type, text, isAtom, reads.ToEquatable(), Quote.Of(value.Syntax), LocationSpec.Of(value.Syntax.GetLocation())) { Wide = state.CopyWide(value.Syntax, reads) };
    }

    /// <summary>A copied condition that is made up of other texts.</summary>
    public static Expression Truth(string text, IEnumerable<int> reads, string? wide = null) =>
        new Copied(NumberType.Discrete, text, false, reads.Distinct().OrderBy(static read => read).ToEquatable(), text, null) { Wide = wide };

    private static bool IsTruth(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Boolean;

    private int? ArrayOf(IOperation operand) => operand switch
    {
        IParameterReferenceOperation argument when state.IndexOf(argument.Parameter) is { } index && state.Variables[index].IsArray => index,
        _ => null,
    };

    private Expression Convert(IConversionOperation conversion, NumberType type)
    {
        NumberType from = NumberTypeOf.Type(conversion.Operand.Type);
        if (from == type && conversion.IsImplicit && !type.IsReal())
            return Parse(conversion.Operand);
        if (!type.IsReal())
            return Copy(conversion, type);
        if (from == type)
            return Parse(conversion.Operand);
        if (from.IsReal())
            return new Conversion(type, Parse(conversion.Operand));
        bool isDiscrete = from == NumberType.Discrete;
        if (!conversion.IsImplicit)
            return Copy(conversion, type) with { IsDiscrete = isDiscrete };
        // Written out, so that the text means the same number wherever it comes to stand.
        Copied inner = Copy(conversion.Operand, type);
        return inner with { Text = Cast(inner.Text), Wide = inner.Wide is null ? null : Cast(inner.Wide), IsAtom = false, IsDiscrete = isDiscrete };

        string Cast(string text) => $"({type.Keyword()}){(inner.IsAtom ? text : $"({text})")}";
    }

    private Expression? Binary(IBinaryOperation binary, NumberType type)
    {
        bool isLogic = IsTruth(binary.Type) && IsTruth(binary.LeftOperand.Type) && IsTruth(binary.RightOperand.Type);
        bool isOfNumbers = NumberTypeOf.Type(binary.LeftOperand.Type).IsReal() && NumberTypeOf.Type(binary.RightOperand.Type).IsReal();
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.ConditionalAnd when isLogic:
                return new Logic("&&", [Parse(binary.LeftOperand), Parse(binary.RightOperand)]);
            case BinaryOperatorKind.ConditionalOr when isLogic:
                return new Logic("||", [Parse(binary.LeftOperand), Parse(binary.RightOperand)]);
        }

        if (!isOfNumbers)
            return null;
        char? arithmetic = ArithmeticOf(binary.OperatorKind);
        string? comparison = binary.OperatorKind switch
        {
            BinaryOperatorKind.LessThan => "<",
            BinaryOperatorKind.LessThanOrEqual => "<=",
            BinaryOperatorKind.GreaterThan => ">",
            BinaryOperatorKind.GreaterThanOrEqual => ">=",
            BinaryOperatorKind.Equals => "==",
            BinaryOperatorKind.NotEquals => "!=",
            _ => null,
        };
        if (comparison is not null)
            return new Comparison(comparison, Parse(binary.LeftOperand), Parse(binary.RightOperand));
        return arithmetic is { } op && type.IsReal() ? new Arithmetic(type, op, Parse(binary.LeftOperand), Parse(binary.RightOperand)) : null;
    }

    public static char? ArithmeticOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => '+',
        BinaryOperatorKind.Subtract => '-',
        BinaryOperatorKind.Multiply => '*',
        BinaryOperatorKind.Divide => '/',
        BinaryOperatorKind.Remainder => '%',
        _ => null,
    };

    private Expression Switch(ISwitchExpressionOperation choice, NumberType type)
    {
        if (choice.Syntax is not SwitchExpressionSyntax syntax || choice.Arms.IsEmpty)
            throw new RefusedException(Quote.Of(choice.Syntax));
        Expression selector = NumberTypeOf.Type(choice.Value.Type).IsReal() && Parse(choice.Value) is VariableRead number ? number : Copy(choice.Value, NumberTypeOf.Type(choice.Value.Type));
        Expression? result = null;
        for (int i = choice.Arms.Length - 1; i >= 0; i--)
        {
            ISwitchExpressionArmOperation arm = choice.Arms[i];
            Expression value = Parse(arm.Value);
            bool isLast = arm.Pattern is IDiscardPatternOperation && arm.Guard is null;
            if (result is null && !isLast)
                throw state.Refuse(Descriptors.FunctionStatement, choice.Syntax, "A switch expression whose last arm is not '_'", state.Function.Name);
            result = isLast ? value : new Choice(type, Matches(selector, syntax.Arms[i].Pattern, syntax.Arms[i].WhenClause, arm.Pattern, arm.Guard), value, result!);
        }

        return result!;
    }

    /// <summary>Whether a value matches a pattern.</summary>
    public Expression Matches(Expression subject, PatternSyntax pattern, WhenClauseSyntax? when, IOperation parsed, IOperation? guard)
    {
        CheckPure(parsed);
        if (PatternParser.Parse(subject, parsed, Parse) is { } condition)
            return guard is null ? condition : new Logic("&&", [condition, Parse(guard)]);
        (string value, string? wideValue, bool isAtom) = subject switch
        {
            Copied copied => (copied.Text, copied.Wide, copied.IsAtom),
            VariableRead { Variable: var variable } => (state.Variables[variable].Name, state.Variables[variable].TypeText == "float" ? $"((float){state.Variables[variable].Name})" : null, true),
            _ => throw new RefusedException(Quote.Of(pattern)),
        };
        string test = $" is {state.Copy(pattern, out IReadOnlyCollection<int> patternReads)}";
        IEnumerable<int> all = subject.Reads.Concat(patternReads);
        string? wideTest = null;
        if (when is not null && guard is not null)
        {
            CheckPure(guard);
            wideTest = state.Copy(when.Condition, out IReadOnlyCollection<int> guardReads);
            (test, wideTest) = ($"{test} && ({wideTest})", state.CopyWide(when.Condition, guardReads) is { } wide ? $"{test} && ({wide})" : null);
            all = all.Concat(guardReads);
        }

        return Truth(Subject(value) + test, all, wideValue is null && wideTest is null ? null : Subject(wideValue ?? value) + (wideTest ?? test));

        string Subject(string text) => isAtom ? text : $"({text})";
    }

    private Expression Call(IInvocationOperation call, NumberType type)
    {
        IMethodSymbol target = call.TargetMethod;
        bool isPlain = target is { IsStatic: true, IsGenericMethod: false } && call.Arguments.All(static a => a.Parameter is { RefKind: RefKind.None })
            && call.Arguments.Length == target.Parameters.Length;
        if (!isPlain)
            return Copy(call, type);
        // By parameter: named arguments may stand in any order.
        List<IArgumentOperation> ordered = [.. call.Arguments.OrderBy(static a => a.Parameter!.Ordinal)];
        if (target.Has(KnownNames.Differentiable) && NumberTypeOf.Type(target.ReturnType).IsReal() && ordered.All(static a => NumberTypeOf.Type(a.Parameter!.Type) != NumberType.Opaque))
            return new FunctionCall(type, ReferenceOf(target, call), ordered.Select(a => Argument(a)).ToEquatable());
        string container = target.ContainingType.ToDisplayString();
        bool isMath = container is "System.Math" or "System.MathF" or "SparseDiff.Ops" || target.ContainingType.SpecialType is SpecialType.System_Single or SpecialType.System_Double;
        bool isKnown = isMath && MathRules.Knows(target.Name, ordered.Count) && ordered.Where((a, i) => i == 0 && NumberTypeOf.Type(a.Parameter!.Type) == type).Any();
        return isKnown ? new MathCall(type, ContainerText(target, type), target.Name, ordered.Select(a => Argument(a)).ToEquatable()) : Copy(call, type);
    }

    private Expression Argument(IArgumentOperation argument) =>
        argument.Value is IInvalidOperation ? throw new RefusedException(Quote.Of(argument.Syntax)) : Parse(argument.Value);

    private static string ContainerText(IMethodSymbol target, NumberType type) => target.ContainingType.SpecialType switch
    {
        SpecialType.System_Single or SpecialType.System_Double => type.Keyword(),
        _ => target.ContainingType.Name,
    };

    private FunctionReference ReferenceOf(IMethodSymbol target, IInvocationOperation call)
    {
        bool isOwn = SymbolEqualityComparer.Default.Equals(target.ContainingType, state.Function.ContainingType);
        string container = isOwn ? string.Empty : state.Types.Of(target.ContainingType) + ".";
        return new FunctionReference(
            target.OriginalDefinition.Key(), container + target.Name, target.Name, target.Parameters.Select(static p => NumberTypeOf.Type(p.Type).IsReal() && !p.Has(KnownNames.NoGradient)).ToEquatable(),
            LocationSpec.Of(call.Syntax.GetLocation()))
        {
            LaneText = container + FunctionSpec.LaneNameOf(FunctionParser.FileName(target.OriginalDefinition)),
            IsWrittenHere = ModelTypes.IsWrittenWith(target.OriginalDefinition, state.Function) && !HandwrittenDerivative.IsOf(target.OriginalDefinition),
        };
    }

    /// <summary>An expression must change nothing: it may be computed again.</summary>
    private void CheckPure(IOperation value)
    {
        foreach (IOperation part in value.DescendantsAndSelf())
        {
            if (part is IInvalidOperation || part.Type is IErrorTypeSymbol)
                throw new RefusedException(Quote.Of(part.Syntax));
            string? what = part switch
            {
                IAssignmentOperation or IIncrementOrDecrementOperation => "An assignment inside an expression",
                IDeclarationPatternOperation { DeclaredSymbol: not null } or IRecursivePatternOperation { DeclaredSymbol: not null } or IListPatternOperation { DeclaredSymbol: not null } or IDeclarationExpressionOperation or ILocalReferenceOperation { IsDeclaration: true } => "A variable declared inside an expression",
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => "An argument by reference",
                IThrowOperation => "A throw inside an expression",
                IAwaitOperation => "An await",
                IAnonymousFunctionOperation => "A lambda",
                _ => null,
            };
            if (what is not null)
                throw state.Refuse(Descriptors.FunctionStatement, part.Syntax, what, state.Function.Name);
        }
    }
}
