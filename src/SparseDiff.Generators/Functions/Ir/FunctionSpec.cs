using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Ir;

/// <summary>A differentiable scalar function after parsing.</summary>
/// <param name="Type">The containing type.</param>
/// <param name="Name">The function's name, escaped.</param>
/// <param name="Key">Container, name and parameter types.</param>
/// <param name="FileName">Its part of file names; overloads differ.</param>
/// <param name="Accessibility">Such as <c>public</c>.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="Variables">Arguments first, then local variables.</param>
/// <param name="Arguments">How many of the variables are arguments.</param>
/// <param name="Body">The statements, with jumps.</param>
/// <param name="Lines">The user's statements, as written.</param>
/// <param name="Names">Names that the user's code uses.</param>
/// <param name="Usings">Namespaces of extension methods in copied text.</param>
/// <param name="Location">The function's name.</param>
internal sealed record FunctionSpec(
    TypeSpec Type,
    string Name,
    string Key,
    string FileName,
    string Accessibility,
    NumberType Result,
    EquatableArray<Variable> Variables,
    int Arguments,
    EquatableArray<Statement> Body,
    EquatableArray<string> Lines,
    EquatableArray<string> Names,
    EquatableArray<string> Usings,
    LocationSpec? Location)
{
    public string PlainName => Name.TrimStart('@');

    /// <summary>The name of its lane struct.</summary>
    public string LaneName => LaneNameOf(FileName);

    /// <summary>The name of the lane struct of a function with a file name. Those of overloads have the types of their arguments in them: <c>CurveFloatFloatLane</c>.</summary>
    public static string LaneNameOf(string fileName) => string.Concat(fileName.Split('-').Select(static (part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part.Substring(1))) + "Lane";

    /// <summary>As a reader calls it: <c>Curves.Swish</c>.</summary>
    public string DisplayName => $"{Type.DisplayName}.{Name}";
}

/// <summary>An argument or a local variable.</summary>
/// <param name="Name">Its name in generated code.</param>
/// <param name="Type">What the derivative sees in its type; of an array or span in its elements'.</param>
/// <param name="TypeText">Its type as written.</param>
/// <param name="IsArray">Whether it is an array or a span of numbers.</param>
/// <param name="WantsGradient">Whether it is an argument with a derivative.</param>
internal sealed record Variable(string Name, NumberType Type, string TypeText, bool IsArray, bool WantsGradient)
{
    /// <summary>A value of the type, for a variable that has none yet.</summary>
    public string Default => Type.IsReal() && !IsArray ? "0" + Type.Suffix() : TypeText == "bool" ? "false" : TypeText == "int" ? "0" : "default";

    /// <summary>Whether a type's values can lie on the stack.</summary>
    public static bool IsPlain(string type) => type is "float" or "double" or "int" or "long" or "bool" or "byte" or "short" or "uint" or "ulong" or "char";
}

/// <summary>A function whose jumps are structured and whose active variables are known.</summary>
/// <param name="Function">The function.</param>
/// <param name="Variables">All variables, also those that structuring has added.</param>
/// <param name="Body">The statements: no jump but a loop's break in last position.</param>
/// <param name="Result">The variable that holds the result.</param>
/// <param name="Active">For each variable whether it has a derivative.</param>
internal sealed record FunctionPlan(
    FunctionSpec Function, EquatableArray<Variable> Variables, EquatableArray<Statement> Body, int Result, EquatableArray<bool> Active)
{
    /// <summary>Whether a derivative flows through an expression.</summary>
    public bool IsActive(Expression expression) => expression switch
    {
        VariableRead read => Active[read.Variable],
        Element element => Active[element.Array],
        Constant or Copied or Comparison or Logic => false,
        Choice choice => IsActive(choice.WhenTrue) || IsActive(choice.WhenFalse),
        MathCall call => call.Arguments.Where((argument, i) => IsActive(argument) && Rules.MathRules.HasDerivative(call, i)).Any(),
        FunctionCall call => call.Arguments.Where((argument, i) => call.Function.Differentiated[i] && IsActive(argument)).Any(),
        _ => expression.Children.Any(IsActive),
    };
}
