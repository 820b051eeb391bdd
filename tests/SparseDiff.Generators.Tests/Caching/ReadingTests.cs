using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Parse;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Caching;

/// <summary>A file whose reading looked into the bodies of others is read again when these change, and not when other bodies or only spaces do.</summary>
public class ReadingTests
{
    private const string Model = """
        using SparseDiff;
        using static SparseDiff.Ops;

        public partial class M
        {
            [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            private readonly ISchedule schedule = new Own();
            private readonly Holder holder = new(Tensor.Zeros(2, 2));
            [Differentiable] public Tensor F(Tensor x) => Linear(x, W) * schedule.At(3) * holder.Shared;
        }
        """;

    private const string Plain = """
        public interface ISchedule { float At(int n); }
        public class Own : ISchedule { float ISchedule.At(int n) => Half(n); private static float Half(int n) => n / 2f; }
        public class Holder(SparseDiff.Tensor shared) { public SparseDiff.Tensor Shared { get; } = shared; }
        public class Elsewhere { public int Count(int n) { return n + 1; } public Holder Make() => new(null!); }
        """;

    [Theory]
    [InlineData("n + 1;", "n + 2;")]
    [InlineData("return n + 1;", "var list = new System.Collections.Generic.List<int>(); list.Add(n); return list[0];")]
    [InlineData("n / 2f;", "n  /  2f  ;")]
    [InlineData("=> Half(n);", "=> // half\n        Half(n);")]
    [InlineData("public class Elsewhere", "\n\n// A line.\npublic class Elsewhere")]
    public void An_edit_of_spaces_or_of_an_unrelated_body_reads_nothing_again(string before, string after) => Assert.Same(Read(Plain, out ProgramReader reader, out CSharpCompilation program), ReadAgain(reader, program, before, after));

    [Theory]
    [InlineData("n / 2f;", "n / 3f;")]
    [InlineData("=> Half(n);", "=> Half(n + 1);")]
    [InlineData("=> new(null!);", "=> new(SparseDiff.Tensor.Zeros(2));")]
    public void An_edit_of_code_that_was_looked_into_reads_the_file_again(string before, string after) => Assert.NotSame(Read(Plain, out ProgramReader reader, out CSharpCompilation program), ReadAgain(reader, program, before, after));

    private static ParsedFile Read(string plain, out ProgramReader reader, out CSharpCompilation program)
    {
        program = Generated.Compile(Model, plain);
        reader = new ProgramReader();
        ParsedFile read = Assert.Single(reader.Read(program, CancellationToken.None).Files);
        Assert.Empty(Generated.From(program).Diagnostics);
        return read;
    }

    private static ParsedFile ReadAgain(ProgramReader reader, CSharpCompilation program, string before, string after)
    {
        Assert.Contains(before, Plain, StringComparison.Ordinal);
        return Assert.Single(reader.Read(program.With(1, Plain.Replace(before, after, StringComparison.Ordinal)), CancellationToken.None).Files);
    }
}
