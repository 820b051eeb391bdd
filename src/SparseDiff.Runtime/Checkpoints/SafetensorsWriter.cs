using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SparseDiff;

/// <summary>Collects tensors and texts and writes them as one safetensors file.</summary>
/// <remarks>The order of the file is the order in which tensors were added; they are read when the file is written.</remarks>
public sealed class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int Chunk = 1 << 16;

    private readonly List<(string Name, Tensor Tensor)> tensors = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor, on whatever device.</summary>
    /// <exception cref="ArgumentException">There is one of this name already, or the name is the format's own <c>__metadata__</c>.</exception>
    public void Add(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensor);
        if (name == SafetensorsHeader.MetadataKey || !names.Add(name))
            throw new ArgumentException($"A tensor cannot be saved as '{name}': the name is taken.", nameof(name));
        tensors.Add((name, tensor));
    }

    /// <summary>Adds a text.</summary>
    /// <exception cref="ArgumentException">There is one of this key already.</exception>
    public void AddMetadata(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(text);
        if (!metadata.TryAdd(key, text))
            throw new ArgumentException($"There is a text '{key}' already.", nameof(key));
    }

    /// <summary>
    /// Writes the file. At every moment, and after a crash at any, <paramref name="path"/> is the file from before or the new one, whole.
    /// </summary>
    /// <exception cref="IOException">It cannot be written; the file from before is unchanged.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReadOnlyMemory<byte> header = Header();
        if (header.Length - SafetensorsFile.LengthBytes > SafetensorsHeader.MaximalLength)
            throw new InvalidOperationException($"The names and texts take more than the {SafetensorsHeader.MaximalLength} bytes of a header.");
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header.Span);
            foreach ((_, Tensor tensor) in tensors)
                Write(stream, tensor);
        });
    }

    private ReadOnlyMemory<byte> Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.GetSpan(SafetensorsFile.LengthBytes).Clear();
        buffer.Advance(SafetensorsFile.LengthBytes);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json);

        // Spaces, so that the numbers begin at a multiple of their size: then a reader may map them into memory.
        int padding = -buffer.WrittenCount & (Alignment - 1);
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        byte[] bytes = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - SafetensorsFile.LengthBytes);
        return bytes;
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string text) in metadata)
                json.WriteString(key, text);
            json.WriteEndObject();
        }

        long offset = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", nameof(SafetensorsType.F32));
            json.WriteStartArray("shape");
            foreach (int dimension in tensor.Shape)
                json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += (long)tensor.Length * sizeof(float));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(FileStream stream, Tensor tensor)
    {
        float[] values = ArrayPool<float>.Shared.Rent(Chunk);
        for (int done = 0; done < tensor.Length;)
        {
            Span<float> part = values.AsSpan(0, Math.Min(Chunk, tensor.Length - done));
            tensor.Storage.Read(tensor.Offset + done, part);
            done += part.Length;
            Span<byte> bytes = MemoryMarshal.AsBytes(part);
            if (!BitConverter.IsLittleEndian)
            {
                Span<uint> bits = MemoryMarshal.Cast<float, uint>(part);
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }

            stream.Write(bytes);
        }

        ArrayPool<float>.Shared.Return(values);
    }
}
