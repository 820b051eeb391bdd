using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Rules;

/// <summary>
/// The derivatives of mathematical functions: what a rule multiplies the cotangent with, for each argument. Since a rule is linear
/// in the cotangent, it serves the forward derivative as well.
/// </summary>
/// <remarks>
/// <c>{c}</c> is the cotangent, <c>{0}</c>, <c>{1}</c>, … the arguments, <c>{y}</c> the result, <c>{M}</c> is <c>Math</c> or <c>MathF</c>, <c>{O}</c> our operations, and
/// <c>#</c> the suffix of a literal. An empty rule is a derivative that is zero wherever it exists. At a kink the rule of the library's
/// element-wise operations holds: the derivative of |x| at 0 is 0, a maximum of equals counts as its first argument.
/// </remarks>
internal static class MathRules
{
    private const string Zero = "";

    private static readonly Dictionary<string, string[]> Rules = new(StringComparer.Ordinal)
    {
        ["Abs/1"] = ["{c} * ({0} > 0# ? 1# : {0} < 0# ? -1# : 0#)"],
        ["Sqrt/1"] = ["{c} * 0.5# / {y}"],
        ["Cbrt/1"] = ["{c} / (3# * {y} * {y})"],
        ["Exp/1"] = ["{c} * {y}"],
        ["Exp2/1"] = ["{c} * {y} * {ln2}"],
        ["Exp10/1"] = ["{c} * {y} * {ln10}"],
        ["ExpM1/1"] = ["{c} * ({y} + 1#)"],
        ["Log/1"] = ["{c} / {0}"],
        ["Log/2"] = ["{c} / ({0} * {M}.Log({1}))", "-{c} * {y} / ({1} * {M}.Log({1}))"],
        ["Log2/1"] = ["{c} / ({0} * {ln2})"],
        ["Log10/1"] = ["{c} / ({0} * {ln10})"],
        ["LogP1/1"] = ["{c} / (1# + {0})"],
        ["Sin/1"] = ["{c} * {M}.Cos({0})"],
        ["Cos/1"] = ["-{c} * {M}.Sin({0})"],
        ["Tan/1"] = ["{c} * (1# + {y} * {y})"],
        ["Asin/1"] = ["{c} / {M}.Sqrt(1# - {0} * {0})"],
        ["Acos/1"] = ["-{c} / {M}.Sqrt(1# - {0} * {0})"],
        ["Atan/1"] = ["{c} / (1# + {0} * {0})"],
        ["Atan2/2"] = ["{c} * {1} / ({0} * {0} + {1} * {1})", "-{c} * {0} / ({0} * {0} + {1} * {1})"],
        ["Sinh/1"] = ["{c} * {M}.Cosh({0})"],
        ["Cosh/1"] = ["{c} * {M}.Sinh({0})"],
        ["Tanh/1"] = ["{c} * (1# - {y} * {y})"],
        ["Asinh/1"] = ["{c} / {M}.Sqrt({0} * {0} + 1#)"],
        ["Acosh/1"] = ["{c} / {M}.Sqrt({0} * {0} - 1#)"],
        ["Atanh/1"] = ["{c} / (1# - {0} * {0})"],
        ["Pow/2"] = ["{c} * ({1} == 0# ? 0# : {1} * {M}.Pow({0}, {1} - 1#))", "{c} * ({0} == 0# ? 0# : {y} * {M}.Log({0}))"],
        ["Hypot/2"] = ["{c} * {0} / {y}", "{c} * {1} / {y}"],
        ["Max/2"] = ["({0} >= {1} ? {c} : 0#)", "({0} >= {1} ? 0# : {c})"],
        ["Min/2"] = ["({0} <= {1} ? {c} : 0#)", "({0} <= {1} ? 0# : {c})"],
        ["MaxMagnitude/2"] = ["({M}.Abs({0}) >= {M}.Abs({1}) ? {c} : 0#)", "({M}.Abs({0}) >= {M}.Abs({1}) ? 0# : {c})"],
        ["MinMagnitude/2"] = ["({M}.Abs({0}) <= {M}.Abs({1}) ? {c} : 0#)", "({M}.Abs({0}) <= {M}.Abs({1}) ? 0# : {c})"],
        ["Clamp/3"] = ["({0} < {1} || {0} > {2} ? 0# : {c})", "({0} < {1} ? {c} : 0#)", "({0} > {2} ? {c} : 0#)"],
        ["FusedMultiplyAdd/3"] = ["{c} * {1}", "{c} * {0}", "{c}"],
        ["Lerp/3"] = ["{c} * (1# - {2})", "{c} * {2}", "{c} * ({1} - {0})"],
        ["CopySign/2"] = ["{c} * ({M}.CopySign(1#, {0}) * {M}.CopySign(1#, {1}))", Zero],
        ["IEEERemainder/2"] = ["{c}", "-{c} * {M}.Round({0} / {1})"],
        ["ScaleB/2"] = ["{M}.ScaleB({c}, {1})", Zero],
        ["BitIncrement/1"] = ["{c}"],
        ["BitDecrement/1"] = ["{c}"],
        ["Sigmoid/1"] = ["{c} * {y} * (1# - {y})"],
        ["Relu/1"] = ["({0} > 0# ? {c} : 0#)"],
        ["Silu/1"] = ["{c} * ({O}.Sigmoid({0}) + {y} * (1# - {O}.Sigmoid({0})))"],
        ["Softplus/1"] = ["{c} * {O}.Sigmoid({0})"],
        ["Square/1"] = ["{c} * 2# * {0}"],
        ["Floor/1"] = [Zero],
        ["Ceiling/1"] = [Zero],
        ["Truncate/1"] = [Zero],
        ["Round/1"] = [Zero],
        ["Round/2"] = [Zero, Zero],
        ["Round/3"] = [Zero, Zero, Zero],
    };

    // x to a constant power, and a constant to the power x, need no look at the singular point.
    private const string PowerOfBase = "{c} * {1} * {M}.Pow({0}, {1} - 1#)";
    private const string PowerOfExponent = "{c} * {y} * {M}.Log({0})";

    public static bool Knows(string name, int arguments) => Rules.ContainsKey(Key(name, arguments));

    public static bool HasDerivative(MathCall call, int argument) => Rules[Key(call.Name, call.Arguments.Count)][argument].Length > 0;

    /// <summary>The rule for one argument.</summary>
    public static string Of(MathCall call, int argument) => call switch
    {
        { Name: "Pow" } when argument == 0 && call.Arguments[1] is Constant { Text: not ("0f" or "0d") } => PowerOfBase,
        { Name: "Pow" } when argument == 1 && call.Arguments[0] is Constant { Text: not ("0f" or "0d") } => PowerOfExponent,
        _ => Rules[Key(call.Name, call.Arguments.Count)][argument],
    };

    private static string Key(string name, int arguments) => name + "/" + (char)('0' + arguments);
}
