using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Caching;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>A program in several files, and perhaps a referenced assembly. A comment <c>// SDxxxx</c> stands on every line that must be reported.</summary>
/// <param name="Files">The files; the method that is checked is <c>F(Tensor x, int n)</c> of <c>M</c>.</param>
internal sealed partial record SeparateProgram(params string[] Files)
{
    private const string Head = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing SparseDiff;\nusing static SparseDiff.Ops;\n";

    /// <summary>The source of a referenced assembly; empty for none.</summary>
    public string Library { get; init; } = string.Empty;

    public void Check(string name)
    {
        if (Library.Length > 0)
            CheckProjects();
        byte[][] libraries = Library.Length == 0 ? [] : [Rerun.ImageOf(Head + Library)];
        string[] files = [.. Files.Select(static file => Head + file)];
        Generated generated = Generated.From(Generated.Compile(files).AddReferences(libraries.Select(static image => MetadataReference.CreateFromImage(image))));
        CheckMarks(files, generated);
        Assert.DoesNotContain(generated.Errors, static error => error.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
        if (!generated.Diagnostics.IsEmpty)
            return;
        using LoadedProgram program = generated.Load(libraries);
        for (int n = 0; n < 3; n++)
            ModelCheck.Run(program, $"{name}, n = {n}", n);
    }

    /// <summary>The same where the library is a project beside this one, as in an editor: its text can be seen, and is not this project's.</summary>
    private void CheckProjects()
    {
        string[] files = [.. Files.Select(static file => Head + file)];
        CompilationReference library = Generated.From(Generated.Compile(Head + Library).WithAssemblyName("Library")).Output.ToMetadataReference();
        CheckMarks(files, Generated.From(Generated.Compile(files).AddReferences(library)));
    }

    private static void CheckMarks(string[] files, Generated generated)
    {
        IEnumerable<string> expected = files.SelectMany(static (file, i) => file.Split('\n').SelectMany((line, number) => Mark().Matches(line).Select(match => $"{match.Groups[1].Value} at Source{i}.cs:{number + 1}")));
        Assert.Equal(
            expected.Order(),
            generated.Diagnostics.Select(static d => (d.Id, Span: d.Location.GetLineSpan())).Select(static d => $"{d.Id} at {d.Span.Path}:{d.Span.StartLinePosition.Line + 1}").Order());
    }

    [GeneratedRegex(@"// (SD\d{4})")]
    private static partial Regex Mark();
}
