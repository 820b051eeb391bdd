using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>From tensors on the host to addresses.</summary>
internal static unsafe class Host
{
    public static float* Pointer(Tensor tensor) => ((HostStorage)tensor.Storage).Pointer + tensor.Offset;

    public static float* Pointer(Storage storage) => ((HostStorage)storage).Pointer;

    public static int* Pointer(IndexStorage storage) => ((HostIndexStorage)storage).Pointer;

    /// <summary>A compressed gradient as addresses.</summary>
    public static Csr Csr(SparseRows s)
        => new(s.Rows, s.Columns, Pointer(s.Pattern.RowStart), Pointer(s.Pattern.ColumnIndex), Pointer(s.Values));

    /// <summary>Addresses taken from these tensors were valid up to here: nobody collects their memory earlier.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive(ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
            GC.KeepAlive(tensor);
    }
}
