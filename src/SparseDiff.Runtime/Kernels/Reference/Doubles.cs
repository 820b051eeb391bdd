namespace SparseDiff.Kernels;

/// <summary>Numbers of any device as doubles, and back: all that the naive kernels know about memory.</summary>
internal static class Doubles
{
    public static double[] Load(Tensor tensor) => Load(tensor.Storage, tensor.Offset, tensor.Length);

    public static double[] Load(Storage storage, int offset, int length)
    {
        if (storage is ReferenceStorage reference)
            return reference.Values.AsSpan(offset, length).ToArray();
        var floats = new float[length];
        storage.Read(offset, floats);
        return Array.ConvertAll(floats, static value => (double)value);
    }

    public static void Store(double[] values, Tensor tensor) => Store(values, tensor.Storage, tensor.Offset);

    public static void Store(double[] values, Storage storage, int offset)
    {
        if (storage is ReferenceStorage reference)
            values.CopyTo(reference.Values, offset);
        else
            storage.Write(offset, Array.ConvertAll(values, static value => (float)value));
    }

    public static int[] Load(IndexStorage storage, int length)
    {
        var indices = new int[length];
        storage.Read(0, indices);
        return indices;
    }
}
