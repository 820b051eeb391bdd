using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Lanes;

/// <summary>Mathematical functions and their derivatives over lanes: the counterpart of <c>MathRules</c> for vector registers and GPU threads.</summary>
/// <remarks>
/// First the value, then the derivative by each argument. <c>{c}</c> is the tangent, <c>{0}</c>, <c>{1}</c>, … the arguments, <c>{y}</c> the
/// value, <c>{L}</c> and <c>{F}</c> the namespaces of lane structs and lane functions, <c>#2#</c> a constant. An empty rule is a derivative
/// that is zero wherever it exists.
/// </remarks>
internal static class LaneRules
{
    private static readonly Dictionary<string, string[]> Rules = new(StringComparer.Ordinal)
    {
        ["Abs/1"] = ["V.Abs({0})", "{c} * {F}.Sign({0})"],
        ["Sqrt/1"] = ["V.Sqrt({0})", "{c} * #0.5# / {y}"],
        ["Cbrt/1"] = ["{F}.Cbrt({0})", "{c} / (#3# * {y} * {y})"],
        ["Exp/1"] = ["V.Exp({0})", "{c} * {y}"],
        ["Exp2/1"] = ["V.Exp({0} * #0.69314718056#)", "{c} * {y} * #0.69314718056#"],
        ["Exp10/1"] = ["V.Exp({0} * #2.302585093#)", "{c} * {y} * #2.302585093#"],
        ["Log/1"] = ["V.Log({0})", "{c} / {0}"],
        ["Log2/1"] = ["V.Log({0}) * #1.44269504089#", "{c} * #1.44269504089# / {0}"],
        ["Log10/1"] = ["V.Log({0}) * #0.4342944819#", "{c} * #0.4342944819# / {0}"],
        ["Sin/1"] = ["V.Sin({0})", "{c} * V.Cos({0})"],
        ["Cos/1"] = ["V.Cos({0})", "-({c} * V.Sin({0}))"],
        ["Tan/1"] = ["V.Sin({0}) / V.Cos({0})", "{c} * (#1# + {y} * {y})"],
        ["Sinh/1"] = ["{F}.Sinh({0})", "{c} * {F}.Cosh({0})"],
        ["Cosh/1"] = ["{F}.Cosh({0})", "{c} * {F}.Sinh({0})"],
        ["Tanh/1"] = ["V.Tanh({0})", "{c} * (#1# - {y} * {y})"],
        ["Pow/2"] = ["{L}.Pow.Apply({0}, {1})", "{L}.Pow.Pull({0}, {1}, {c})", "{c} * V.Select(V.Equal({0}, #0#), #0#, {y} * V.Log({0}))"],
        ["Max/2"] = ["V.Max({0}, {1})", "V.Select(V.GreaterOrEqual({0}, {1}), {c}, #0#)", "V.Select(V.GreaterOrEqual({0}, {1}), #0#, {c})"],
        ["Min/2"] = ["V.Min({0}, {1})", "V.Select(V.GreaterOrEqual({1}, {0}), {c}, #0#)", "V.Select(V.GreaterOrEqual({1}, {0}), #0#, {c})"],
        ["Clamp/3"] =
        [
            "V.Min(V.Max({0}, {1}), {2})", "V.Select(V.Greater({1}, {0}), #0#, V.Select(V.Greater({0}, {2}), #0#, {c}))",
            "V.Select(V.Greater({1}, {0}), {c}, #0#)", "V.Select(V.Greater({0}, {2}), {c}, #0#)",
        ],
        ["FusedMultiplyAdd/3"] = ["V.MultiplyAdd({0}, {1}, {2})", "{c} * {1}", "{c} * {0}", "{c}"],
        ["Lerp/3"] = ["{0} * (#1# - {2}) + {1} * {2}", "{c} * (#1# - {2})", "{c} * {2}", "{c} * ({1} - {0})"],
        ["Floor/1"] = ["V.Floor({0})", ""],
        ["Ceiling/1"] = ["{F}.Ceiling({0})", ""],
        ["Truncate/1"] = ["{F}.Truncate({0})", ""],
        ["Sigmoid/1"] = ["{L}.Sigmoid.Apply({0})", "{L}.Sigmoid.Pull({y}, {c})"],
        ["Relu/1"] = ["{L}.Relu.Apply({0})", "{L}.Relu.Pull({y}, {c})"],
        ["Silu/1"] = ["{L}.Silu.Apply({0})", "{L}.Silu.Pull({0}, {c})"],
        ["Softplus/1"] = ["{L}.Softplus.Apply({0})", "{L}.Softplus.Pull({0}, {c})"],
        ["Square/1"] = ["{0} * {0}", "{c} * #2# * {0}"],
    };

    /// <summary>The templates of a function; null when lanes do not know it.</summary>
    public static string[]? Of(MathCall call) => Rules.TryGetValue($"{call.Name}/{(char)('0' + call.Arguments.Count)}", out string[]? rules) ? rules : null;
}
