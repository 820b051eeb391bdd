using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SparseDiff;

/// <summary>Names, sizes and conversions of <see cref="SafetensorsType"/>.</summary>
internal static class SafetensorsTypes
{
    /// <summary>The type of a name as files have it, such as <c>F32</c>.</summary>
    public static bool TryParse(string name, out SafetensorsType type)
    {
        (bool known, type) = name switch
        {
            "BOOL" => (true, SafetensorsType.Bool),
            "U8" => (true, SafetensorsType.U8),
            "I8" => (true, SafetensorsType.I8),
            "F8_E5M2" => (true, SafetensorsType.F8E5M2),
            "F8_E4M3" => (true, SafetensorsType.F8E4M3),
            "I16" => (true, SafetensorsType.I16),
            "U16" => (true, SafetensorsType.U16),
            "F16" => (true, SafetensorsType.F16),
            "BF16" => (true, SafetensorsType.BF16),
            "I32" => (true, SafetensorsType.I32),
            "U32" => (true, SafetensorsType.U32),
            "F32" => (true, SafetensorsType.F32),
            "F64" => (true, SafetensorsType.F64),
            "I64" => (true, SafetensorsType.I64),
            "U64" => (true, SafetensorsType.U64),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>Bytes of one number.</summary>
    public static int Size(SafetensorsType type) => type switch
    {
        SafetensorsType.I16 or SafetensorsType.U16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.U32 or SafetensorsType.F32 => 4,
        SafetensorsType.F64 or SafetensorsType.I64 or SafetensorsType.U64 => 8,
        _ => 1,
    };

    /// <summary>Whether <see cref="Convert"/> takes this type.</summary>
    public static bool IsNumber(SafetensorsType type) =>
        type is not (SafetensorsType.Bool or SafetensorsType.F8E5M2 or SafetensorsType.F8E4M3);

    /// <summary>Little-endian numbers of a type as floats, rounded to nearest where they do not fit.</summary>
    public static void Convert(SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> into)
    {
        if (type == SafetensorsType.F32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(into));
            return;
        }

        if (type == SafetensorsType.F16 && BitConverter.IsLittleEndian)
        {
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), into);
            return;
        }

        int size = Size(type);
        for (int i = 0; i < into.Length; i++)
            into[i] = One(type, bytes.Slice(i * size, size));
    }

    private static float One(SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        SafetensorsType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        SafetensorsType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        SafetensorsType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        SafetensorsType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        SafetensorsType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        SafetensorsType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        SafetensorsType.I8 => (sbyte)bytes[0],
        SafetensorsType.U8 => bytes[0],
        _ => throw new NotSupportedException($"{type} is no number."),
    };
}
