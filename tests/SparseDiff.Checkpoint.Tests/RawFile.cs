using System.Buffers.Binary;
using System.Text;

namespace SparseDiff.Tests.Checkpoints;

/// <summary>Safetensors files made by hand, right or wrong.</summary>
public static class RawFile
{
    public static byte[] Of(string header, int dataLength = 0) => Of(header, new byte[dataLength]);

    public static byte[] Of(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return WithLength((ulong)json.Length, [.. json, .. data]);
    }

    public static byte[] WithLength(ulong length, byte[] rest)
    {
        var bytes = new byte[8 + rest.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        rest.CopyTo(bytes, 8);
        return bytes;
    }
}
