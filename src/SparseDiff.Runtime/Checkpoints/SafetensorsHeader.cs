using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SparseDiff;

/// <summary>
/// The JSON in front of a safetensors file: name, type, shape and place of every tensor, and texts under <c>__metadata__</c>.
/// </summary>
/// <remarks>Reading trusts nothing. What is allocated is at most a small multiple of the header's bytes, which must really be there.</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>The key of the texts.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The longest header in bytes: room for some hundred thousand tensors.</summary>
    public const int MaximalLength = 32 << 20;

    private const int MaximalRank = 32;
    private const int ShownCharacters = 80;

    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    /// <summary>The texts by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Reads a header and checks that its tensors fill the data exactly.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <exception cref="CheckpointException">It is not a safetensors header, or not that of this data.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader();
        try
        {
            header.ReadAll(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string is not valid Unicode.
            throw new CheckpointException($"The header is not valid JSON: {error.Message}", error);
        }

        header.CheckPlaces(dataLength);
        return header;
    }

    /// <summary>A name from a file as it appears in messages: short and in one line, whatever it is.</summary>
    public static string Shown(string name)
    {
        var text = new StringBuilder("'");
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, ShownCharacters)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        return text.Append(name.Length > ShownCharacters ? "…'" : "'").ToString();
    }

    private void ReadAll(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else if (!entries.TryAdd(name, ReadEntry(ref reader, name)))
                throw new CheckpointException($"The header has two tensors {Shown(name)}.");
        }

        // Anything but white space behind the object is the reader's own error.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey} {Shown(key)}");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw new CheckpointException($"The header has {Shown(key)} twice in {MetadataKey}.");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string shown = $"the tensor {Shown(name)}";
        SafetensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, shown);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("dtype"u8) && type is null)
                type = ReadType(ref reader, shown);
            else if (reader.ValueTextEquals("shape"u8) && shape is null)
                shape = ReadNumbers(ref reader, $"the shape of {shown}", MaximalRank);
            else if (reader.ValueTextEquals("data_offsets"u8) && offsets is null)
                offsets = ReadNumbers(ref reader, $"data_offsets of {shown}", 2);
            else
                throw new CheckpointException($"The header has {Shown(reader.GetString()!)} for {shown}: there must be dtype, shape and data_offsets, each once.");
        }

        if (type is null || shape is null || offsets is not { Count: 2 })
            throw new CheckpointException($"The header must have dtype, shape and two data_offsets for {shown}.");
        var entry = new SafetensorsEntry(name, type.Value, shape, offsets[0], offsets[1]);
        CheckLength(entry, shown);
        return entry;
    }

    private static SafetensorsType ReadType(ref Utf8JsonReader reader, string shown)
    {
        Expect(ref reader, JsonTokenType.String, $"dtype of {shown}");
        string name = reader.GetString()!;
        return SafetensorsTypes.TryParse(name, out SafetensorsType type)
            ? type
            : throw new CheckpointException($"The dtype of {shown} is {Shown(name)}: this is not a type of the format.");
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string shown, int most)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, shown);
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw new CheckpointException($"In {shown} there must be whole numbers of 0 or more that fit 63 bits.");
            if (numbers.Count == most)
                throw new CheckpointException($"In {shown} there are more than {most} numbers.");
            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckLength(SafetensorsEntry entry, string shown)
    {
        Int128 bytes = SafetensorsTypes.Size(entry.Type);
        foreach (long dimension in entry.Shape)
        {
            // Two factors below 2⁶³: their product fits 128 bits.
            bytes *= dimension;
            if (bytes > long.MaxValue)
                throw new CheckpointException($"The shape of {shown} is {entry}: that is more than any file has.");
        }

        if (entry.End < entry.Begin || bytes != entry.End - entry.Begin)
            throw new CheckpointException($"The shape of {shown} is {entry}: that is {bytes} bytes, but its data_offsets are {entry.Begin} to {entry.End}.");
    }

    // Sorted by place, each tensor begins where the one before ends: no overlaps, no holes, no rest.
    private void CheckPlaces(long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.Values.OrderBy(static e => e.Begin).ThenBy(static e => e.End))
        {
            if (entry.Begin != end)
                throw new CheckpointException($"The tensor {Shown(entry.Name)} begins at {entry.Begin}, but the one before it ends at {end}: there must be neither holes nor overlaps.");
            end = entry.End;
        }

        if (end != dataLength)
            throw new CheckpointException($"The header describes {end} bytes of data, but the file has {dataLength}: it is {(end > dataLength ? "cut off" : "too long")}.");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new CheckpointException("The header ends in the middle.");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string shown)
    {
        if (Next(ref reader) is var found && found != expected)
            throw new CheckpointException($"The header has {found} where {shown} must be {expected}.");
    }
}
