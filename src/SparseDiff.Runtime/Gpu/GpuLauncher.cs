using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>The compiled kernels of one element-wise chain on one device: its own where it brings one, else the generic ones.</summary>
/// <typeparam name="TKernel">The chain.</typeparam>
internal sealed class GpuLauncher<TKernel>
    where TKernel : struct, IElementwise
{
    private static readonly ConcurrentDictionary<GpuDevice, GpuLauncher<TKernel>> Known = new();
    private static readonly bool IsSeen = LauncherAccess.Sees(typeof(TKernel));

    private readonly Accelerator accelerator;

    private GpuLauncher(GpuDevice device)
    {
        accelerator = device.Accelerator;
        if (!IsSeen && LauncherAccess.HasFields(typeof(TKernel)))
        {
            throw new NotSupportedException(
                $"The element-wise kernel {typeof(TKernel)} has fields, so GPU code must see its type: make it public, or internal in an assembly with [assembly: InternalsVisibleTo(\"ILGPURuntime\")].");
        }
    }

    private Action<KernelConfig, TKernel, GpuLanes> Seen =>
        field ??= Compiled(() => accelerator.LoadStreamKernel(LauncherAccess.OwnKernel<TKernel>() ?? GpuElementwise.Run));

    private Action<KernelConfig, GpuLanes> Unseen => field ??= Compiled(() => accelerator.LoadStreamKernel<GpuLanes>(GpuElementwise.RunUnseen<TKernel>));

    private Action<KernelConfig, TKernel, GpuLanes> SeenMasked =>
        field ??= Compiled(() => accelerator.LoadStreamKernel<TKernel, GpuLanes>(GpuElementwise.RunMasked));

    private Action<KernelConfig, GpuLanes> UnseenMasked =>
        field ??= Compiled(() => accelerator.LoadStreamKernel<GpuLanes>(GpuElementwise.RunMaskedUnseen<TKernel>));

    private Action<KernelConfig, TKernel, SparseShape, ArrayView<int>, ArrayView<int>, GpuLanes> SeenCompressed =>
        field ??= Compiled(() => accelerator.LoadStreamKernel<TKernel, SparseShape, ArrayView<int>, ArrayView<int>, GpuLanes>(GpuElementwise.RunCompressed));

    private Action<KernelConfig, SparseShape, ArrayView<int>, ArrayView<int>, GpuLanes> UnseenCompressed =>
        field ??= Compiled(() => accelerator.LoadStreamKernel<SparseShape, ArrayView<int>, ArrayView<int>, GpuLanes>(GpuElementwise.RunCompressedUnseen<TKernel>));

    private static T Compiled<T>(Func<T> compile)
    {
        try
        {
            return compile();
        }
        catch (InternalCompilerException error)
        {
            throw new NotSupportedException(
                $"The element-wise kernel {typeof(TKernel)} cannot run on a GPU: {error.InnerException?.Message ?? error.Message}. A function that is mapped over tensors must not throw there, call what is "
                + "no function of numbers, compute Math's functions in double precision, or read static fields that change: write it without, or run the model on Device.Cpu. The GPU compiles no more kernels in this process.",
                error);
        }
    }

    /// <summary>The chain's kernels on a device; compiled once, when first run.</summary>
    public static GpuLauncher<TKernel> On(GpuDevice device) =>
        Known.GetOrAdd(device, static device => new GpuLauncher<TKernel>(device));

    /// <summary>Computes every position.</summary>
    public void Run(KernelConfig config, in TKernel kernel, GpuLanes at)
    {
        if (IsSeen)
            Seen(config, kernel, at);
        else
            Unseen(config, at);
    }

    /// <summary>Computes the positions at which input 0 is not zero.</summary>
    public void RunMasked(KernelConfig config, in TKernel kernel, GpuLanes at)
    {
        if (IsSeen)
            SeenMasked(config, kernel, at);
        else
            UnseenMasked(config, at);
    }

    /// <summary>Computes the entries of compressed rows.</summary>
    public void RunCompressed(KernelConfig config, in TKernel kernel, SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, GpuLanes at)
    {
        if (IsSeen)
            SeenCompressed(config, kernel, shape, rowStart, columns, at);
        else
            UnseenCompressed(config, shape, rowStart, columns, at);
    }
}
