namespace SparseDiff.Generators.Tests.Diagnostics;

/// <summary>Programs that cannot be differentiated. A comment <c>// SDxxxx</c> stands on every line that must be reported, and nowhere else.</summary>
internal static partial class WrongPrograms
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using SparseDiff;
        using static SparseDiff.Ops;

        """;

    /// <summary>The programs by name; each topic has a file.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new[] { Declarations, Statements, Habits, Entries, Lists, Composition, Cascades, Functions, Rules, Shapes, Sparsity }
        .SelectMany(static topic => topic).ToDictionary();

    private static string Function(string function) => Head + $$"""
        public static partial class M
        {
            private static float Plain(float x) => x;

        {{function}}
        }
        """;

    private static string InModel(string body) => Head + """
        public partial class M
        {
            private Tensor? Kept;
            private readonly Tensor[] Many = [];
            [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            public Tensor Twice(Tensor x) => x + x;

            [Differentiable]
            public Tensor F(Tensor x)
            {

        """ + "        " + body + """

            }
        }
        """;

    private static string WithOperations(string operations, string call, string reported) => Head + """
        [assembly: DifferentiationRules(typeof(Mine))]

        public static class Mine
        {

        """ + operations + """

        }

        public static partial class M
        {

        """ + $"    [Differentiable] public static Tensor F(Tensor x) => {(call.StartsWith("Relu", StringComparison.Ordinal) ? string.Empty : "Mine.")}{call};{(reported.Length > 0 ? " // " + reported : string.Empty)}" + """

        }
        """;
}
