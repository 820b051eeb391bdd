using System.Reflection;
using SparseDiff.Gpu;
using SparseDiff.Kernels;

namespace SparseDiff.Tests.Ptx;

/// <summary>Every kernel there is, found by reflection: hand-written ones by their attribute, element-wise chains by their interface.</summary>
internal static class PtxKernelTable
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] RuntimeTypes = typeof(KernelSet).Assembly.GetTypes();

    /// <summary>Kernels by name.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> All { get; } = Collect();

    private static SortedDictionary<string, MethodInfo> Collect()
    {
        var found = new SortedDictionary<string, MethodInfo>(StringComparer.Ordinal);
        Type[] chains = [.. Chains()];
        foreach (MethodInfo kernel in RuntimeTypes.SelectMany(static type => type.GetMethods(AnyStatic)))
        {
            if (kernel.GetCustomAttribute<GpuKernelAttribute>() is null)
                continue;
            if (!kernel.IsGenericMethodDefinition)
            {
                found.Add($"{kernel.DeclaringType!.Name}.{kernel.Name}", kernel);
                continue;
            }

            // The kernels that run a chain which brings none, and the sparse form of those that do; the others differ little.
            Type[] few = [typeof(Identity), typeof(Binary<Lanes.Multiply>), typeof(ProductPulls), typeof(ScaledReluPull)];
            IEnumerable<Type> run = kernel.Name switch
            {
                nameof(GpuElementwise.Run) => chains.Where(static chain => Own(chain) is null),
                nameof(GpuElementwise.RunCompressed) => few.Union(chains.Where(static chain => Own(chain) is not null)),
                _ => few,
            };
            foreach (Type chain in run)
                found.Add($"{kernel.Name}<{Name(chain)}>", kernel.MakeGenericMethod(chain));
        }

        foreach (Type chain in chains)
        {
            if (Own(chain) is { } own)
                found.Add($"{Name(chain)}.{own.Name}", own);
        }

        return found;
    }

    /// <summary>All chains of the runtime and of these tests, and every operation of the runtime as a chain.</summary>
    private static IEnumerable<Type> Chains()
    {
        Type[] types = [.. RuntimeTypes, .. typeof(PtxKernelTable).Assembly.GetTypes()];
        Type[] structs = [.. types.Where(static type => type.IsValueType && !type.IsGenericTypeDefinition)];
        foreach (Type chain in structs.Where(static type => type.IsAssignableTo(typeof(IElementwise)) && type.DeclaringType?.DeclaringType != typeof(Training.HostOnly)))
            yield return chain;
        foreach (Type operation in structs.Where(static type => type.IsAssignableTo(typeof(IUnaryOp))))
            yield return typeof(Unary<>).MakeGenericType(operation);
        foreach (Type operation in structs.Where(static type => type.IsAssignableTo(typeof(IBinaryOp))))
        {
            yield return typeof(Binary<>).MakeGenericType(operation);
            yield return typeof(WithConstant<>).MakeGenericType(operation);
            yield return typeof(ConstantWith<>).MakeGenericType(operation);
        }

        foreach (Type operation in structs.Where(static type => type.IsAssignableTo(typeof(ITernaryOp))))
        {
            yield return typeof(Ternary<>).MakeGenericType(operation);
            yield return typeof(WithConstants<>).MakeGenericType(operation);
        }
    }

    private static MethodInfo? Own(Type chain)
    {
        MethodInfo read = typeof(LauncherAccess).GetMethod(nameof(LauncherAccess.OwnKernel))!.MakeGenericMethod(chain);
        return ((Delegate?)read.Invoke(null, null))?.Method;
    }

    private static string Name(Type type)
    {
        string name = type.Name.Split('`')[0];
        string nested = type.DeclaringType is { } outer ? Name(outer) + "." + name : name;
        return type.IsGenericType ? $"{nested}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : nested;
    }
}
