using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace SparseDiff.Gpu;

/// <summary>Finds GPUs and opens each at most once; what was opened is closed when the process ends.</summary>
internal static class GpuDevices
{
    /// <summary>How hard ILGPU optimizes. Not O2: it then marks branches as uniform in which threads differ, such as those of a binary search.</summary>
    public const OptimizationLevel Level = OptimizationLevel.O1;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, GpuDevice> Open = [];
    private static readonly List<IDisposable> Owned = [];
    private static GpuDevice? emulator;
    private static Context? context;
    private static string[] missing = [];

    /// <summary>Whether there is at least one GPU that kernels can run on.</summary>
    public static bool IsAvailable
    {
        get
        {
            lock (Gate)
                return Found().Count > 0;
        }
    }

    /// <summary>The GPU of this number: CUDA devices first, then OpenCL's.</summary>
    public static GpuDevice At(int index)
    {
        lock (Gate)
        {
            if (Open.TryGetValue(index, out GpuDevice? known))
                return known;
            List<ILGPU.Runtime.Device> found = Found();
            if ((uint)index >= (uint)found.Count)
                throw NotFound(index, found);
            ILGPU.Runtime.Device chosen = found[index];
            GpuDevice device = Own(new GpuDevice($"gpu:{index} ({chosen.Name})", chosen.CreateAccelerator(context!)));
            Open.Add(index, device);
            return device;
        }
    }

    /// <summary>The GPU kernels on the host's processor: slow, for tests and for stepping through a kernel.</summary>
    public static GpuDevice Emulator()
    {
        lock (Gate)
        {
            if (emulator is not null)
                return emulator;

            GpuMath.Register();

            // Groups of two warps, so that a kernel that forgets a barrier fails here too; small, for every thread is one of the host's.
            Context host = Own(Context.Create(static builder => builder.CPU(new CPUDevice(8, 2, 1)).Optimize(Level)));
            Accelerator accelerator = host.GetCPUDevice(0).CreateCPUAccelerator(host, CPUAcceleratorMode.Parallel);
            return emulator = Own(new GpuDevice("gpu-emulator", accelerator));
        }
    }

    private static List<ILGPU.Runtime.Device> Found()
    {
        if (context is null)
        {
            NativeDrivers.Redirect();
            GpuMath.Register();
            var reasons = new List<string>();
            context = Own(Context.Create(builder =>
            {
                builder.Optimize(Level);
                Try("CUDA", () => builder.Cuda(), reasons);
                Try("OpenCL", () => builder.OpenCL(), reasons);
            }));
            missing = [.. reasons];
        }

        var found = new List<ILGPU.Runtime.Device>();
        foreach (CudaDevice cuda in context.GetCudaDevices())
            found.Add(cuda);
        foreach (CLDevice openCL in context.GetCLDevices())
            found.Add(openCL);
        return found;
    }

    // A driver that is absent, broken or of another architecture must not break a program that has no use for it.
    private static void Try(string what, Action register, List<string> reasons)
    {
        try
        {
            register();
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or BadImageFormatException
            or EntryPointNotFoundException or NotSupportedException or CudaException or CLException)
        {
            reasons.Add($"{what}: {error.Message}");
        }
    }

    private static InvalidOperationException NotFound(int index, List<ILGPU.Runtime.Device> found)
    {
        string reasons = missing.Length == 0 ? "" : $" ({string.Join("; ", missing)})";
        string there = found.Count == 0
            ? "none was found"
            : $"only {found.Count} were found: {string.Join(", ", found.Select(static (device, number) => $"{number} is {device.Name}"))}";
        return new InvalidOperationException(
            $"Device.Gpu({index}): looked for CUDA devices (driver library libcuda.so.1 or nvcuda.dll) and OpenCL 2 devices (libOpenCL.so.1 or OpenCL.dll), but {there}{reasons}. "
            + "Ask Device.IsGpuAvailable first, or use Device.Cpu; Device.GpuEmulator runs the GPU kernels on the host, slowly.");
    }

    private static T Own<T>(T owned)
        where T : IDisposable
    {
        if (Owned.Count == 0)
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => CloseAll();
        Owned.Add(owned);
        return owned;
    }

    private static void CloseAll()
    {
        lock (Gate)
        {
            // Devices before the contexts they were made from.
            for (int i = Owned.Count - 1; i >= 0; i--)
                Owned[i].Dispose();
            Owned.Clear();
        }
    }
}
