namespace SparseDiff.Tests.Kernels;

/// <summary>A test that needs a GPU; skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute()
    {
        if (!Device.IsGpuAvailable)
            Skip = GpuTheoryAttribute.Missing;
    }
}
