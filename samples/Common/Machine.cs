using SparseDiff;

namespace Samples;

/// <summary>What the runs compute on: a device, and on the CPU someone who does the dense products.</summary>
internal sealed record Machine(Device Device, string DenseBackend)
{
    /// <summary>Sets up what a user asked for.</summary>
    /// <exception cref="TrainingException">It is not there.</exception>
    public static Machine Of(DeviceKind device, DenseBackendKind backend) => device switch
    {
        DeviceKind.Cpu => Cpu(backend),
        _ => Gpu(),
    };

    private static Machine Gpu()
    {
        try
        {
            return new Machine(Device.Gpu(), "of the device");
        }
        catch (InvalidOperationException error)
        {
            throw new TrainingException($"--device gpu: {error.Message}");
        }
    }

    private static Machine Cpu(DenseBackendKind backend)
    {
        if (backend == DenseBackendKind.OpenBlas && !CpuOptions.OpenBlasFound)
        {
            throw new TrainingException("--dense-backend openblas: there is no OpenBLAS library here (Debian: libopenblas0-pthread).");
        }

        CpuOptions.DenseBackend = backend switch
        {
            DenseBackendKind.Managed => SparseDiff.DenseBackend.Managed,
            DenseBackendKind.OpenBlas => SparseDiff.DenseBackend.OpenBlas,
            _ => SparseDiff.DenseBackend.Auto,
        };
        return new Machine(Device.Cpu, CpuOptions.DenseBackendDescription);
    }
}

/// <summary>The machine part that trains.</summary>
internal enum DeviceKind { Cpu, Gpu }

/// <summary>Who computes dense matrix products on the CPU.</summary>
internal enum DenseBackendKind { Auto, Managed, OpenBlas }
