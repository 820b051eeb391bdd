using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <content>Deconstruction: every value is read before any variable gets one.</content>
internal sealed partial class BodyParser
{
    private void Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        IOperation pattern = deconstruction.Target is IDeclarationExpressionOperation declared ? declared.Expression : deconstruction.Target;
        if (pattern is not ITupleOperation { Elements: var targets } || deconstruction.Value.Type is null or IErrorTypeSymbol)
            throw Unsupported(deconstruction, Describe(deconstruction.Parent!), Instead(deconstruction.Parent!));
        ISymbol?[] variables = [.. targets.Select(target => Target(target, deconstruction))];
        IOperation value = deconstruction.Value is IConversionOperation conversion ? conversion.Operand : deconstruction.Value;
        List<Action> bindings = value is ITupleOperation { Elements: var elements } && elements.Length == variables.Length
            ? [.. elements.Select((element, i) => Binding(variables[i], element))]
            : TensorParser.TensorsOf(value.Type!) == variables.Length
                ? Tensors(variables, value)
                : Scalars(variables, value, deconstruction);
        foreach (Action bind in bindings)
            bind();
    }

    /// <summary>The variable that gets an element; null for a discard.</summary>
    private ISymbol? Target(IOperation target, IOperation deconstruction) => target switch
    {
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
        ILocalReferenceOperation { Local.IsRef: false } local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDiscardOperation => null,
        _ => throw Unsupported(deconstruction, Describe(deconstruction.Parent!), Instead(deconstruction.Parent!)),
    };

    /// <summary>An element of a tuple of tensors gets a value.</summary>
    private void AssignElement(ISymbol tuple, IFieldReferenceOperation element, IAssignmentOperation change)
    {
        int number = TensorParser.NumberOf(element);
        string name = state.Names.TakeNumbered(tuple.Name);
        int value = tensors.Parse(change is ISimpleAssignmentOperation simple ? simple.Value : change, name);
        state.Tuples[tuple] = [.. state.Tuples[tuple].Select((tensor, i) => i == number ? value : tensor)];
    }

    private Action Binding(ISymbol? variable, IOperation element)
    {
        ITypeSymbol type = variable is null ? element.Type ?? throw Unsupported(element, "A discard of nothing") : TypeOf(variable);
        if (type.Is(KnownNames.Tensor))
        {
            int tensor = tensors.Parse(element, variable is null ? null : NameOf(variable));
            return () => Bind(variable, tensor);
        }

        if (IsTensorLike(type))
            throw Unsupported(element, $"A variable of type {Display(type)}", InsteadOfType);
        int scalar = scalars.Capture(element, type, variable is null ? state.Names.TakeNumbered("discarded") : NameOf(variable));
        return () => BindScalar(variable, scalar);
    }

    private List<Action> Tensors(ISymbol?[] variables, IOperation value)
    {
        IReadOnlyList<int> results = tensors.ParseAll(value, [.. variables.Select(variable => variable is null ? state.Names.TakeNumbered("discarded") : NameOf(variable))]);
        return [.. results.Select((tensor, i) => (Action)(() => Bind(variables[i], tensor)))];
    }

    private List<Action> Scalars(ISymbol?[] variables, IOperation value, IOperation deconstruction)
    {
        if (value.Type is not INamedTypeSymbol { IsTupleType: true } && deconstruction.Parent is { } statement && IsPlain(statement))
        {
            scalars.Statement(statement);
            return [];
        }

        if (value.Type is not INamedTypeSymbol { IsTupleType: true } type || type.TupleElements.Length != variables.Length || IsTensorLike(type))
            throw Unsupported(deconstruction, Describe(deconstruction.Parent!), Instead(deconstruction.Parent!));
        int tuple = scalars.Capture(value, type, state.Names.TakeNumbered("tuple"));
        List<Action> bindings = [];
        for (int i = 0; i < variables.Length; i++)
        {
            if (variables[i] is not { } variable)
                continue;
            int element = scalars.Element(tuple, TypeOf(variable), i + 1, NameOf(variable));
            bindings.Add(() => BindScalar(variable, element));
        }

        return bindings;
    }

    private void Bind(ISymbol? variable, int tensor)
    {
        if (variable is not null)
            state.Tensors[variable] = tensor;
    }

    private void BindScalar(ISymbol? variable, int scalar)
    {
        if (variable is not null)
            state.ScalarsOf[variable] = scalar;
    }
}
