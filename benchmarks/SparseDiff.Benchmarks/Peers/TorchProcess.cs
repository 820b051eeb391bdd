using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>PyTorch in a process of its own, which works only when it is told to.</summary>
internal sealed class TorchProcess : IDisposable
{
    private readonly Process process;

    private TorchProcess(Process process)
    {
        this.process = process;
        using JsonDocument hello = Read();
        Version = hello.RootElement.GetProperty("version").GetString()!;
    }

    public string Version { get; }

    /// <summary>Starts <c>benchmarks/peers/peers.py</c> with the first Python that has PyTorch; null when none has.</summary>
    public static TorchProcess? Start(string folder, int threads)
    {
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            if (!HasTorch(python))
                continue;
            ProcessStartInfo start = new(python, [Path.Combine(folder, "peers.py"), threads.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            return new TorchProcess(Process.Start(start)!);
        }

        return null;
    }

    /// <summary>Takes steps of a model.</summary>
    public void Run(string model, int steps, PhaseSamples into)
    {
        process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model} {steps}"));
        process.StandardInput.Flush();
        using JsonDocument answer = Read();
        JsonElement forward = answer.RootElement.GetProperty("forward");
        JsonElement backward = answer.RootElement.GetProperty("backward");
        JsonElement optimizer = answer.RootElement.GetProperty("optimizer");
        for (int step = 0; step < steps; step++)
            into.Add(forward[step].GetDouble(), backward[step].GetDouble(), optimizer[step].GetDouble());
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private JsonDocument Read() =>
        JsonDocument.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch side ended; its message stands above."));

    private static bool HasTorch(string python)
    {
        try
        {
            using Process? probe = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true });
            probe!.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
