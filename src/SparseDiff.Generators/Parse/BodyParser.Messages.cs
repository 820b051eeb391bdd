using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <content>What is said of statements that are not understood: what they are, and what to write instead.</content>
internal sealed partial class BodyParser
{
    private const string InsteadOfType = "use a variable for each tensor, a tuple of tensors, or a local Tensor[] or List<Tensor>";

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
        IBranchOperation { BranchKind: BranchKind.GoTo } => "A goto",
        IBranchOperation => "A jump",
        IExpressionStatementOperation { Operation: IInvocationOperation } => "A call whose result is not used",
        IExpressionStatementOperation { Operation: ICompoundAssignmentOperation or IIncrementOrDecrementOperation } => "A compound assignment of a number",
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation } } => "A result that is thrown away",
        IExpressionStatementOperation { Operation: IAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation } member } } => $"An assignment to the member '{member.Member.Name}'",
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation } => "An assignment to something that is not a variable",
        IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation } => "A deconstruction",
        IExpressionStatementOperation { Operation: ICoalesceAssignmentOperation } => "An assignment in place of null (??=)",
        _ => $"This statement ({statement.Kind})",
    };

    private static string? Instead(IOperation statement) => statement switch
    {
        ITryOperation => "let the exception pass, and catch it where the method is called",
        IUsingOperation or IUsingDeclarationOperation or IVariableDeclarationGroupOperation or ILockOperation => "do it where the method is called, or in a method of its own that takes and returns numbers",
        ILabeledOperation or IBranchOperation { BranchKind: BranchKind.GoTo } => "write a loop with break and continue, or an if statement",
        IExpressionStatementOperation { Operation: IAssignmentOperation { Target: IMemberReferenceOperation } } => "keep the tensor in a variable, return it as a second result, (Tensor, Tensor), and store it where the method is called",
        IExpressionStatementOperation { Operation: ICoalesceAssignmentOperation } => "do it where the method is called",
        IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation } => "take one level apart, into variables",
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation } } => "remove it",
        _ => null,
    };
}
