using System.Reflection;
using System.Runtime.CompilerServices;

namespace SparseDiff.Gpu;

/// <summary>What the code that launches kernels, which ILGPU emits into an assembly of its own, can see of a kernel's struct.</summary>
internal static class LauncherAccess
{
    private const string Launchers = "ILGPURuntime";

    /// <summary>Whether a type, everything it is nested in and its type arguments are public, or internal in an assembly that is a friend.</summary>
    public static bool Sees(Type type)
    {
        if (type.IsVisible)
            return true;
        for (Type? level = type; level is not null; level = level.DeclaringType)
        {
            bool isPublic = level.IsPublic || level.IsNestedPublic;
            bool isInternal = level.IsNestedAssembly || level.IsNestedFamORAssem || (!level.IsNested && level.IsNotPublic);
            if (!isPublic && !(isInternal && IsFriend(level.Assembly)))
                return false;
        }

        return type.GetGenericArguments().All(Sees);
    }

    /// <summary>Whether a value of the type carries anything.</summary>
    public static bool HasFields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;

    /// <summary>The GPU kernel that a chain brings (<see cref="IGpuElementwise{TSelf}"/>); null when it brings none.</summary>
    public static Action<TKernel, GpuLanes>? OwnKernel<TKernel>()
        where TKernel : struct
    {
        if (!typeof(TKernel).IsAssignableTo(typeof(IGpuElementwise<TKernel>)))
            return null;
        MethodInfo read = typeof(LauncherAccess).GetMethod(nameof(Bring), BindingFlags.Static | BindingFlags.NonPublic)!;
        return (Action<TKernel, GpuLanes>)read.MakeGenericMethod(typeof(TKernel)).Invoke(null, null)!;
    }

    private static Action<TKernel, GpuLanes> Bring<TKernel>()
        where TKernel : struct, IGpuElementwise<TKernel> => TKernel.GpuKernel;

    private static bool IsFriend(Assembly assembly) =>
        assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Any(static friend => friend.AssemblyName == Launchers);
}
