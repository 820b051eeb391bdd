using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using SparseDiff.Gpu;

namespace SparseDiff.Tests.Ptx;

/// <summary>Compiles a kernel to the text a CUDA driver gets, without a driver or a GPU.</summary>
internal static class PtxText
{
    public static string Of(MethodInfo kernel)
    {
        GpuMath.Register();

        // A fresh context for each kernel: after one that fails, all later ones of the same context would.
        using var context = Context.Create(static builder => builder.Optimize(GpuDevices.Level));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_88, null!);
        var entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        var compiled = (PTXCompiledKernel)backend.Compile(entry, new KernelSpecialization(256, 2));
        return compiled.PTXAssembly;
    }
}
