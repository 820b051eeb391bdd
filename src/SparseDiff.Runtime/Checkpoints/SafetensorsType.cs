namespace SparseDiff;

/// <summary>The types of numbers that a safetensors file may hold.</summary>
public enum SafetensorsType
{
    /// <summary>A truth value in one byte. Cannot be read as numbers.</summary>
    Bool,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Float, 8 bits, 5 of them exponent. Cannot be read as numbers.</summary>
    F8E5M2,

    /// <summary>Float, 8 bits, 4 of them exponent. Cannot be read as numbers.</summary>
    F8E4M3,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BF16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>IEEE single precision: what tensors of this library are.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}
