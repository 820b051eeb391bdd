using System.Reflection;
using System.Runtime.Loader;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>A compiled test program in a context of its own, which goes when the test is done.</summary>
internal sealed class LoadedProgram : IDisposable
{
    private readonly AssemblyLoadContext context = new("test program", isCollectible: true);

    public LoadedProgram(Stream image, params IEnumerable<byte[]> references)
    {
        foreach (byte[] reference in references)
            context.LoadFromStream(new MemoryStream(reference));
        Assembly = context.LoadFromStream(image);
    }

    public Assembly Assembly { get; }

    public void Dispose() => context.Unload();
}
