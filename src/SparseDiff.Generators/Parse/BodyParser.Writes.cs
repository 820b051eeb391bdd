using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <content>Statements that write into the memory of tensors: what a derivative reads would not be what was computed.</content>
internal sealed partial class BodyParser
{
    private void CheckWrites(IOperation statement)
    {
        foreach (IOperation part in statement.DescendantsAndSelf())
        {
            if (WrittenBy(part) is { } tensor && IsOfMethod(tensor))
                throw Unsupported(part, $"A change of the entries of the tensor '{Quote.Of(tensor.Syntax)}'", "compute a new tensor, such as by Where or a product with a mask, or do it where the method is called");
        }
    }

    private static IOperation? WrittenBy(IOperation part) => part switch
    {
        IInvocationOperation { TargetMethod.Name: "CopyFrom" or "MoveTo", Instance: { } tensor } when tensor.Type.Is(KnownNames.Tensor) => tensor,
        IInvocationOperation { TargetMethod.Name: "Clear" or "Fill", Instance: { } entries } => TensorOf(entries),
        IAssignmentOperation change => TensorOf(ListOf(change.Target)),
        IIncrementOrDecrementOperation change => TensorOf(ListOf(change.Target)),

        // Who takes a span that is not read-only may write to it.
        IArgumentOperation { Parameter.Type.Name: "Span" or "TensorSpan", Value: var entries } => TensorOf(entries),
        _ => null,
    };

    private static IOperation? ListOf(IOperation element) => element switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true } indexed => indexed.Instance,
        IImplicitIndexerReferenceOperation indexed => indexed.Instance,
        _ => null,
    };

    private static IOperation? TensorOf(IOperation? entries) =>
        entries is IInvocationOperation { TargetMethod.Name: "AsSpan" or "AsTensorSpan", Instance: { } tensor } && tensor.Type.Is(KnownNames.Tensor) ? tensor : null;

    /// <summary>Whether a tensor is a value that derivatives may read: a variable, an argument or a parameter, but not another member, such as a mask.</summary>
    private static bool IsOfMethod(IOperation tensor) => ObjectPaths.Plain(tensor) switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IMemberReferenceOperation { Member: var member } => member.OriginalDefinition.Has(KnownNames.Parameter),
        _ => false,
    };
}
