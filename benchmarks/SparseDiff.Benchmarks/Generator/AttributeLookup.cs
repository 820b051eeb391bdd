using Microsoft.CodeAnalysis;

namespace SparseDiff.Benchmarks.Generator;

/// <summary>Finds the same attributes and does nothing with them: the compiler's own share of a run of ours.</summary>
internal sealed class AttributeLookup : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (Type attribute in (Type[])[typeof(DifferentiableAttribute), typeof(ParameterAttribute)])
        {
            IncrementalValuesProvider<string> names = context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute.FullName!, static (_, _) => true, static (found, _) => found.TargetSymbol.Name);
            context.RegisterSourceOutput(names, static (_, _) => { });
        }
    }
}
