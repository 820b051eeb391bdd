using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Finds the drivers' libraries under the names that a machine without development packages has.</summary>
internal static class NativeDrivers
{
    // The names ILGPU asks for exist only where a driver's development files are installed.
    private static readonly Dictionary<string, string> RuntimeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cuda"] = "libcuda.so.1",
        ["libcuda"] = "libcuda.so.1",
        ["OpenCL"] = "libOpenCL.so.1",
        ["libOpenCL"] = "libOpenCL.so.1",
    };

    /// <summary>Redirects ILGPU's imports; harmless where there is no driver, and where a host program has its own redirection.</summary>
    public static void Redirect()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // The host program has set one already: it knows its libraries.
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string bare = name.EndsWith(".so", StringComparison.Ordinal) ? name[..^".so".Length] : name;
        return RuntimeNames.TryGetValue(bare, out string? runtime) && NativeLibrary.TryLoad(runtime, out IntPtr library)
            ? library
            : IntPtr.Zero;
    }
}
