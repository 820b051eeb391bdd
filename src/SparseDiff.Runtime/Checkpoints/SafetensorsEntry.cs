namespace SparseDiff;

/// <summary>A tensor in a safetensors file: where it is, and what.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>How many numbers it has.</summary>
    public long Length => (End - Begin) / SafetensorsTypes.Size(Type);

    /// <summary>Shape and type as they appear in messages: <c>[64, 784] of F32</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Shape)}] of {Type}";
}
