using Microsoft.CodeAnalysis;

namespace SparseDiff.Generators.Diagnostics;

/// <summary>Every diagnostic of the generator. Ids are never used again for something else.</summary>
/// <remarks>SD1xxx: the language. SD2xxx: rules and shapes. SD3xxx: sparsity. SD4xxx: GPU.</remarks>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error("SD1001", "The type must be partial",
        "{0} contains {1}, for which code is generated into the same type; declare {0} with 'partial'");

    public static readonly DiagnosticDescriptor UnsupportedStatement = Error("SD1002", "The statement cannot be differentiated",
        "{0} is not supported in the differentiable method {1}; {2}");

    public static readonly DiagnosticDescriptor UnsupportedExpression = Error("SD1003", "The expression cannot be differentiated",
        "The tensor expression '{0}' ({1}) is not supported in a differentiable method; write calls of operations, the operators + - * /, members and variables");

    public static readonly DiagnosticDescriptor UnsupportedMethod = Error("SD1004", "The method cannot be differentiated",
        "{0} cannot be differentiated because it {1}; {2}");

    public static readonly DiagnosticDescriptor ResultIsNoTensor = Error("SD1005", "The result must be a tensor",
        "{0} returns {1}, but the result of a differentiable method is a Tensor; return the tensor, or a tuple of tensors, and read numbers from it outside");

    public static readonly DiagnosticDescriptor ParameterIsNoTensor = Error("SD1006", "A parameter must be a tensor of the object",
        "{0} is marked [Parameter] but {1}; a parameter is a field or readable property of type Tensor that belongs to the object");

    public static readonly DiagnosticDescriptor NameCollision = Error("SD1007", "A generated name is taken",
        "{0} already has a member '{1}', which is the name of generated code for {2}; rename one of them");

    public static readonly DiagnosticDescriptor NothingToDifferentiate = Error("SD1008", "There is nothing to differentiate for",
        "The result of {0} depends on no {1}, so it has no gradient; {2}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error("SD1009", "The containing type is not supported",
        "{0} is {1}; {2}");

    public static readonly DiagnosticDescriptor NotAnOperation = Error("SD1010", "The method is not an operation",
        "{0} is called with tensors but is not an operation with derivative rules; mark it [Differentiable], call operations of SparseDiff.Ops, or name its class with [assembly: DifferentiationRules(typeof({1}))] and write its rules with [VjpOf]");

    public static readonly DiagnosticDescriptor ScalarReadsEntries = Error("SD1011", "A number computed from a tensor's entries has no gradient",
        "'{0}' reads {1}, and no gradient would flow back; {2}");

    public static readonly DiagnosticDescriptor PrivateScalar = Error("SD1012", "A kept value's type is not accessible",
        "'{0}' needs the type {1}, which generated code cannot name where it stands; make the type internal or public");

    public static readonly DiagnosticDescriptor Overloaded = Error("SD1013", "Differentiable methods of one type need different names",
        "{0} has several differentiable methods named {1}, and the generated names would be the same; rename all but one");

    public static readonly DiagnosticDescriptor ForeignParameter = Error("SD1014", "A parameter of another object is not supported",
        "'{0}' is a [Parameter] of another object ({1}), whose gradient would be lost; declare the parameter in {2}");

    public static readonly DiagnosticDescriptor NotUnderstood = Warning("SD1015", "The method could not be read",
        "No derivative of {0} was generated, because the compiler reports errors in it or does not know what it refers to ({1}); correct those first");

    public static readonly DiagnosticDescriptor CalleeIsNoPart = Error("SD1016", "The called model is no part of this one",
        "'{0}' is {1}, so the gradients of its parameters would have nowhere to go; write {2}");

    public static readonly DiagnosticDescriptor Recursion = Error("SD1017", "A differentiable method must not call itself",
        "{0} calls itself ({1}), and the record of what its backward pass needs would contain itself; write a loop");

    public static readonly DiagnosticDescriptor NoInputGradients = Error("SD1018", "The called method does not give the gradient of its argument",
        "The gradient of {0}'s argument '{1}' is needed here, but the referenced assembly has no overload of its backward pass that gives it; mark the method [Differentiable(InputGradients = true)] there");

    public static readonly DiagnosticDescriptor DenseAcrossMethods = Info("SD1019", "A sparse gradient becomes dense between two methods",
        "The sparse gradient of {0} becomes dense here, because gradients enter {1} as dense tensors, not as {2}; put the sparsity point into the called method to keep it sparse there");

    public static readonly DiagnosticDescriptor AbsentTensor = Error("SD1020", "A differentiable method needs all its tensors",
        "{0} is called with null for its tensor argument '{1}', whose gradient would have no shape; write a second method without this argument");

    public static readonly DiagnosticDescriptor NullableParameter = Error("SD1021", "A parameter must not be nullable",
        "{0} is marked [Parameter] but of type Tensor?, and what may be null cannot be trained; make it a Tensor and give it a value, or put it into a model of its own and hold that in a nullable member");

    public static readonly DiagnosticDescriptor FunctionIsNotStatic = Error("SD1040", "A scalar function must be static",
        "{0} is a function of numbers but belongs to an object; make it static and pass what it reads as arguments");

    public static readonly DiagnosticDescriptor FunctionStatement = Error("SD1041", "The scalar function does something that has no derivative",
        "{0} is not supported in the scalar function {1}; write declarations and assignments of variables, branches, loops, and calls of Math, MathF and [Differentiable] functions");

    public static readonly DiagnosticDescriptor FunctionLosesGradient = Error("SD1042", "A gradient would be lost in the scalar function",
        "'{0}' depends on a number that has a derivative, but how is not known; mark the method it calls [Differentiable], or write it with variables of type float or double");

    public static readonly DiagnosticDescriptor RecursiveFunction = Error("SD1043", "A differentiable function must not call itself",
        "{0} calls itself ({1}); write a loop instead");

    public static readonly DiagnosticDescriptor UnsupportedList = Error("SD1050", "The array or list of tensors is used in a way that has no derivative",
        "'{0}' {1}; of a local array or list of tensors write elements, Add, Count or Length, foreach over it, and operations over lists such as Stack and Concat");

    public static readonly DiagnosticDescriptor ListIsReassigned = Error("SD1051", "A variable of tensors gets its array or list where it is declared",
        "{0} is assigned after its declaration, and which list it means would depend on the way through {1}; declare a variable of its own for each list");

    public static readonly DiagnosticDescriptor DenseInList = Info("SD1052", "A sparse gradient becomes dense in a list",
        "The sparse gradient of {0} becomes dense here, because the gradients of the elements of {1} are dense tensors, not {2}; put the sparsity point behind what is computed from the element");

    public static readonly DiagnosticDescriptor SameNameAsInBase = Error("SD1053", "A base type has a parameter of this name",
        "'{0}' of {1} is called like a parameter or model of its base type {2}, and in gradients and checkpoints the two would be one; rename one of them");

    public static readonly DiagnosticDescriptor OverriddenMethod = Error("SD1054", "A differentiable method must not be overridden",
        "{0} overrides the differentiable method {1}, and which of the two a call means only the run knows; declare it with [Differentiable] in a partial interface and call it through that, or give it another name and call base.{2} from it");

    public static readonly DiagnosticDescriptor InterfaceArgument = Error("SD1055", "An interface promises another gradient",
        "The argument '{0}' is marked [NoGradient] here or in {1}, which this method implements, but not in both; mark both or none");

    public static readonly DiagnosticDescriptor Internal = Error("SD1099", "The generator failed",
        "The derivative of {0} could not be generated because of a defect in SparseDiff ({1}); please report it with this method");

    public static readonly DiagnosticDescriptor MissingRule = Error("SD2001", "A derivative rule is missing",
        "{0} has no derivative rule for its argument '{1}', which the gradient of {2} needs; looked for a static method with [VjpOf(nameof({3}), \"{1}\")] that takes {4} dY{5}");

    public static readonly DiagnosticDescriptor AmbiguousRule = Error("SD2002", "Several derivative rules fit",
        "For the gradient of argument '{1}' of {0} several rules fit equally: {2}; remove all but one, or let one read more of the operation's arguments");

    public static readonly DiagnosticDescriptor UnreachableRule = Error("SD2003", "A derivative rule can never be chosen",
        "The rule {0} can never be chosen: {1}");

    public static readonly DiagnosticDescriptor MalformedRule = Error("SD2004", "A derivative rule has an unusable signature",
        "The rule {0} cannot be used: {1}");

    public static readonly DiagnosticDescriptor MalformedLane = Error("SD2005", "A lane struct does not fit its operation",
        "The element-wise operation {0} names the lane struct {1}, but {2}");

    public static readonly DiagnosticDescriptor MalformedShape = Error("SD2040", "A declared shape cannot be read",
        "The shape of {0} is declared as \"{1}\", which is not a list of dimensions; write names, numbers or ? separated by commas, with ... first for any leading dimensions: [Shape(\"batch, inputs\")]");

    public static readonly DiagnosticDescriptor ShapeMismatch = Error("SD2041", "The shapes do not go together",
        "{0}: {1}; {2}");

    public static readonly DiagnosticDescriptor NotMappable = Error("SD2006", "The function cannot be mapped over tensors",
        "{0} cannot be mapped over tensors, because it {1}; write a [Differentiable] static function of float arguments in this project, or a lambda of floats");

    public static readonly DiagnosticDescriptor RatioOutOfRange = Error("SD3001", "A ratio must lie between 0 and 1",
        "{0}: the ratio is {1}, but it is a share of the entries, between 0 and 1; write 0.05 for five percent");

    public static readonly DiagnosticDescriptor CountTooSmall = Error("SD3002", "A selection keeps at least one entry",
        "{0}: k is {1}, but at least one entry must pass; write a k of 1 or more, or use [NoGradient] to stop the gradient");

    public static readonly DiagnosticDescriptor ParameterSelection = Error("SD3003", "The sparsity point is not supported on a parameter",
        "[{0}] on the parameter {1} is not supported, because {2}; {3}");

    public static readonly DiagnosticDescriptor BecomesDense = Info("SD3004", "A sparse gradient becomes dense",
        "The sparse gradient of {0} becomes dense here, because {1} has no rule for the gradient of '{2}' that takes {3}; an overload {4} would keep it sparse");

    public static readonly DiagnosticDescriptor PointWithoutGradient = Warning("SD3005", "No gradient passes the sparsity point",
        "{0} has no effect: nothing before it needs a gradient, or nothing after it reaches the result of {1}; remove it");

    public static readonly DiagnosticDescriptor NoLinearOperation = Warning("SD3006", "The attribute finds no place for a sparsity point",
        "[{0}] puts a sparsity point after every linear operation, but {1} calls none; write a marker such as Sparsify.{2}(z, …) where the gradient should become sparse");

    public static readonly DiagnosticDescriptor UnknownMarker = Error("SD3007", "The attribute's sparsity point does not exist",
        "[{0}] stands for the sparsity point {1}, but there is no operation marked [SparsityPoint] of that name with parameters {2}");

    public static readonly DiagnosticDescriptor FormatNotConstant = Error("SD3008", "The argument decides the gradient's format",
        "{0}: the argument '{1}' decides the format of the gradient, which is a type, so it must be a constant; write it out, such as {2}");

    public static readonly DiagnosticDescriptor SettingOutOfRange = Error("SD3009", "A setting of a policy is out of range",
        "{0}: {1} is {2}, but {3}; write a value that lies in the range, as the run would refuse this one");

    public static readonly DiagnosticDescriptor SettingNotTaken = Error("SD3010", "The policy does not take this setting",
        "{0} does not take {1}; write one of those that it takes: {2}");

    public static readonly DiagnosticDescriptor PointWithoutEffect = Warning("SD3030", "The sparsity point lets everything pass",
        "{0} has no effect because {1}; lower the budget, or remove the point");

    public static readonly DiagnosticDescriptor PointAfterPoint = Warning("SD3031", "Two sparsity points follow each other",
        "{0} selects from what {1} will select again before any operation of {2} has used it; keep one of the two");

    public static readonly DiagnosticDescriptor WastedPoint = Warning("SD3032", "The sparsity point is wasted",
        "{0} makes the gradient sparse, but {1}, right before it, has no rule that takes {2}, so the gradient is filled up again at once; move the point behind an operation with sparse rules, such as Linear, or add such a rule");

    public static readonly DiagnosticDescriptor MarkerMember = Error("SD3040", "The member that the attribute names cannot be used",
        "[{0}] names the member '{1}', but {2}; name {3} of {4}");

    public static readonly DiagnosticDescriptor NoOperandToChoose = Warning("SD3041", "There are no operands to choose from",
        "{0} has no effect because {1}; write it right after an operation of several tensors, such as Sparsify.MaxChild(a * b)");

    private const string Category = "SparseDiff";

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true);
}
