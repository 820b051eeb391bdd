using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Diagnostics;

/// <summary>What cannot be differentiated is reported at the user's own line, and never breaks the compilation.</summary>
public partial class DiagnosticTests
{
    public static TheoryData<string> Names => [.. WrongPrograms.All.Keys];

    public static TheoryData<string> Ids => [.. All.Select(static descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> All =>
        typeof(Descriptors).GetFields().Select(static member => member.GetValue(null)).OfType<DiagnosticDescriptor>();

    [Theory, MemberData(nameof(Names))]
    public void A_wrong_program_is_reported_at_its_line(string name)
    {
        string source = WrongPrograms.All[name];
        string[] expected = [.. source.Split('\n').SelectMany(static (line, i) => Mark().Matches(line).Select(match => $"{match.Groups[1].Value} at line {i + 1}"))];
        Generated generated = Generated.From(source);
        Assert.Equal(
            expected.Order(),
            generated.Diagnostics.Select(static d => $"{d.Id} at line {d.Location.GetLineSpan().StartLinePosition.Line + 1}").Order());
        foreach (Diagnostic diagnostic in generated.Diagnostics)
        {
            string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            Assert.DoesNotContain("{", message.Replace("{ get; }", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.True(message.Length > 40, message);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_wrong_program_gets_no_generated_code_that_does_not_compile(string name)
    {
        Generated generated = Generated.From(WrongPrograms.All[name]);
        Assert.DoesNotContain(generated.Errors, static error => error.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void An_override_is_reported_in_a_file_that_has_nothing_else()
    {
        Generated generated = Generated.From(
            "using SparseDiff; public partial class A { [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); [Differentiable] public virtual Tensor F(Tensor x) => Ops.Linear(x, W); }",
            "using SparseDiff; public class B : A { public override Tensor F(Tensor x) => x; }");
        Diagnostic diagnostic = Assert.Single(generated.Diagnostics);
        Assert.Equal("SD1054 in Source1.cs", $"{diagnostic.Id} in {diagnostic.Location.GetLineSpan().Path}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_page(string id)
    {
        string page = Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md");
        Assert.True(File.Exists(page), $"{page} is missing.");
        DiagnosticDescriptor descriptor = All.Single(known => known.Id == id);
        Assert.StartsWith($"# {id}: {descriptor.Title}", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_diagnostic_but_the_defect_and_that_of_a_reference_has_a_wrong_program() =>
        Assert.Equal(
            All.Select(static d => d.Id).Where(static id => id is not ("SD1099" or "SD1018")).Order(),
            WrongPrograms.All.Values.SelectMany(static source => Mark().Matches(source)).Select(static match => match.Groups[1].Value).Distinct().Order());

    [Fact]
    public void A_missing_rule_says_what_was_looked_for()
    {
        string message = Message("an operation without a rule for one argument");
        Assert.Contains("Mix has no derivative rule for its argument 'x'", message, StringComparison.Ordinal);
        Assert.Contains("[VjpOf(nameof(Mix), \"x\")]", message, StringComparison.Ordinal);
        Assert.Contains("Tensor dY", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ambiguity_lists_the_candidates()
    {
        string message = Message("two rules that fit");
        Assert.Contains("Mine.First(Tensor dY)", message, StringComparison.Ordinal);
        Assert.Contains("Mine.Second(Tensor dY)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_becomes_dense_names_the_overload_that_would_avoid_it()
    {
        string message = Message("a sparse gradient without a sparse rule");
        Assert.Contains("Ops.SoftmaxVjp(Tensor y, SparseRows dY, int axis)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(Tensor x, ref readonly int n) => x * n", "(ref readonly)")]
    [InlineData("(Tensor x) { x ??= Relu(x); return x; }", "An assignment in place of null (??=)")]
    [InlineData("(Tensor x) => x.Twice()", "E.Twice is called")]
    public void What_is_not_understood_is_called_what_it_is(string method, string expected)
    {
        Generated generated = Generated.From($$"""
            using SparseDiff;
            using static SparseDiff.Ops;
            public static class E { extension(Tensor x) { public Tensor Twice() => x * 2; } }
            public static partial class M { [Differentiable] public static Tensor F{{method}}{{(method.EndsWith('}') ? string.Empty : ";")}} }
            """);
        Assert.Contains(expected, Assert.Single(generated.Diagnostics).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while (true) x = Ops.Relu(x);")]
    [InlineData("if (x.Rank > 1) throw new System.Exception(); else throw new System.ArgumentException();")]
    [InlineData("while (true) { x = Ops.Relu(x); if (x.Rank > 1) throw new System.Exception(); }")]
    public void A_body_that_never_returns_is_no_error_of_the_compilers(string body)
    {
        Generated generated = Generated.From("using SparseDiff; public static partial class M { [Differentiable] public static Tensor F(Tensor x) { " + body + " } }");
        Assert.Contains("never returns", Assert.Single(generated.Diagnostics).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("SD1002", generated.Diagnostics[0].Id);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp11, "M is in a project of C# 11.0")]
    [InlineData(LanguageVersion.CSharp12, null)]
    public void A_language_version_that_generated_code_does_not_compile_in_is_reported(LanguageVersion version, string? expected)
    {
        CSharpParseOptions options = new(version);
        var compilation = (CSharpCompilation)Generated.Compile().AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "using SparseDiff; public partial class M { [Parameter] public Tensor W = null!; [Differentiable] public Tensor F(Tensor x) => Ops.Tanh(Ops.Linear(x, W)); public M[] Parts = null!; }", options));
        CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics);
        Assert.DoesNotContain(output.GetDiagnostics(), static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(expected is null, diagnostics.IsEmpty);
        if (expected is not null)
            Assert.StartsWith(expected, Assert.Single(diagnostics).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_directive_says_where_a_diagnostic_is()
    {
        Generated generated = Generated.From("""
            using SparseDiff;
            public static partial class M { [Differentiable] public static Tensor F(Tensor x) {
            #line 40 "model.txt"
                lock (x) { }
            #line default
                return Ops.Relu(x); } }
            """);
        FileLinePositionSpan place = Assert.Single(generated.Diagnostics).Location.GetMappedLineSpan();
        Assert.Equal("model.txt, line 40", $"{place.Path}, line {place.StartLinePosition.Line + 1}");
    }

    private static string Message(string name) =>
        Generated.From(WrongPrograms.All[name]).Diagnostics.First().GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"// (SD\d{4})")]
    private static partial Regex Mark();
}
