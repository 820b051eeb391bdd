using System.Runtime.InteropServices;

namespace Samples;

/// <summary>The machine and software a report's times belong to.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Logical cores this process may use.</param>
/// <param name="Device">Where the models lived.</param>
/// <param name="DenseBackend">Who computed the dense products.</param>
/// <param name="DotNet">Version of the runtime.</param>
internal sealed record EnvironmentReport(string Processor, int Cores, string Device, string DenseBackend, string DotNet)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static EnvironmentReport Here(string device, string denseBackend) => new(
        ProcessorName(), Environment.ProcessorCount, device, denseBackend, RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        var line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
