namespace SparseDiff.Tests.Kernels;

/// <summary>A theory that needs a GPU; skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GpuTheoryAttribute : TheoryAttribute
{
    internal const string Missing = "This machine has no GPU that CUDA or OpenCL 2 finds; the same cases run on the emulator.";

    public GpuTheoryAttribute()
    {
        if (!Device.IsGpuAvailable)
            Skip = Missing;
    }
}
