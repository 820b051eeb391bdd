using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Tests.Architecture;

public class LayerTests
{
    /// <summary>Each folder may use only itself and what stands above it. Files beside the folders are the composition root: they may use all.</summary>
    private static readonly string[] Layers =
        ["Tensors", "Gradients", "Selection", "Kernels", "Lanes", "Cpu", "Gpu", "Policies", "Ops", "Modules", "Optimizers", "Checkpoints", "Distributed"];

    private static readonly string Runtime = Path.Combine(Repository.Root, "src", "SparseDiff.Runtime");

    [Fact]
    public void Every_folder_of_the_runtime_uses_only_what_stands_above_it()
    {
        Compilation compilation = Compile();
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(t => Layer(t.FilePath) >= 0))
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is not { } symbol || symbol is INamespaceSymbol)
                    continue;
                int[] declared = [.. symbol.DeclaringSyntaxReferences.Select(r => Layer(r.SyntaxTree.FilePath)).Where(layer => layer >= 0)];
                if (declared.Length > 0 && declared.Min() > Layer(tree.FilePath))
                    wrong.Add($"{Path.GetRelativePath(Runtime, tree.FilePath)} uses {symbol.ToDisplayString()} of {Layers[declared.Min()]}/");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_the_runtime_has_a_place_in_the_order()
    {
        IEnumerable<string> folders = Directory.GetDirectories(Runtime).Select(f => Path.GetFileName(f)).Where(f => f is not "bin" and not "obj");
        Assert.Empty(folders.Except(Layers));
    }

    private static int Layer(string path) => Array.IndexOf(Layers, Path.GetRelativePath(Runtime, path).Split(Path.DirectorySeparatorChar)[0]);

    private static CSharpCompilation Compile()
    {
        const string implicitUsings =
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        CSharpParseOptions options = new(LanguageVersion.CSharp14);
        string generated = Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar;
        IEnumerable<SyntaxTree> trees = Directory.GetFiles(Runtime, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(generated, StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(implicitUsings, options, Path.Combine(Runtime, "ImplicitUsings.cs")));
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<MetadataReference> references = platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not "SparseDiff.Runtime.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Layers", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return compilation;
    }
}
