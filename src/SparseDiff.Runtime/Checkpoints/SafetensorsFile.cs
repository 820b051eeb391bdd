using System.Buffers;
using System.Buffers.Binary;

namespace SparseDiff;

/// <summary>A safetensors file, open for reading: names, types and shapes at once, numbers when asked for.</summary>
/// <remarks>
/// <para>
/// The format (https://github.com/huggingface/safetensors): 8 bytes with the header's length, little-endian; the header, JSON with
/// type, shape and place of each tensor; the numbers, row-major and little-endian, without holes.
/// </para>
/// <para>Opening checks everything that can be known without the numbers and allocates in proportion to the header only.</para>
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    internal const int LengthBytes = sizeof(ulong);
    private const int Chunk = 1 << 16;

    private readonly FileStream stream;
    private readonly SafetensorsHeader header;
    private readonly long dataStart;

    private SafetensorsFile(FileStream stream)
    {
        this.stream = stream;
        (header, dataStart) = ReadHeader(stream);
    }

    /// <summary>The file's path.</summary>
    public string Path => stream.Name;

    /// <summary>The tensors, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => header.Entries;

    /// <summary>The texts that go with them.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="CheckpointException">It is not a whole, valid safetensors file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            return new SafetensorsFile(stream);
        }
        catch (CheckpointException error)
        {
            stream.Dispose();
            throw new CheckpointException($"{path}: {error.Message}", error);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name, on the host.</summary>
    /// <exception cref="CheckpointException">There is none, or it does not become a tensor of floats.</exception>
    public Tensor Read(string name)
    {
        SafetensorsEntry entry = Entry(name);
        Int128 length = 1;
        foreach (long dimension in entry.Shape)
        {
            length *= dimension;
            if (dimension > int.MaxValue || length > int.MaxValue)
                throw new CheckpointException($"{Path}: the tensor {SafetensorsHeader.Shown(name)} is {entry}, but a tensor has at most {int.MaxValue} entries.");
        }

        int[] shape = [.. entry.Shape.Select(static d => (int)d)];
        Check(name, shape);
        Tensor tensor = Tensor.Zeros(shape);
        Read(name, tensor);
        return tensor;
    }

    /// <summary>Overwrites a tensor, on whatever device, with the numbers of the one in the file, as floats.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="into">Of the same shape.</param>
    /// <exception cref="CheckpointException">There is no such tensor in the file, its shape differs, or it holds no numbers.</exception>
    public void Read(string name, Tensor into)
    {
        ArgumentNullException.ThrowIfNull(into);
        SafetensorsEntry entry = Check(name, into.Shape);
        int size = SafetensorsTypes.Size(entry.Type);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Chunk * size);
        float[] values = ArrayPool<float>.Shared.Rent(Chunk);
        stream.Position = dataStart + entry.Begin;
        for (int done = 0; done < into.Length;)
        {
            int count = Math.Min(Chunk, into.Length - done);
            Fill(stream, bytes.AsSpan(0, count * size));
            SafetensorsTypes.Convert(entry.Type, bytes.AsSpan(0, count * size), values.AsSpan(0, count));
            into.Storage.Write(into.Offset + done, values.AsSpan(0, count));
            done += count;
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<float>.Shared.Return(values);
    }

    /// <summary>The tensor of a name, when it has this shape and holds numbers.</summary>
    /// <exception cref="CheckpointException">There is no such tensor in the file, its shape differs, or it holds no numbers.</exception>
    public SafetensorsEntry Check(string name, ReadOnlySpan<int> shape)
    {
        SafetensorsEntry entry = Entry(name);
        bool same = entry.Shape.Count == shape.Length;
        for (int i = 0; same && i < shape.Length; i++)
            same = entry.Shape[i] == shape[i];
        if (!same)
            throw new CheckpointException($"{Path}: the tensor {SafetensorsHeader.Shown(name)} is {entry}, but {Shapes.Text(shape)} was expected.");
        if (!SafetensorsTypes.IsNumber(entry.Type))
            throw new CheckpointException($"{Path}: the tensor {SafetensorsHeader.Shown(name)} is of {entry.Type}, which cannot be read as floats.");
        return entry;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    private static (SafetensorsHeader Header, long DataStart) ReadHeader(FileStream stream)
    {
        long fileLength = stream.Length;
        if (fileLength < LengthBytes)
            throw new CheckpointException($"The file has {fileLength} bytes; a safetensors file has at least {LengthBytes + 2}.");
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        Fill(stream, lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > SafetensorsHeader.MaximalLength)
            throw new CheckpointException($"The header is said to be {length} bytes long; {SafetensorsHeader.MaximalLength} are allowed. This is not a safetensors file.");
        if ((long)length > fileLength - LengthBytes)
            throw new CheckpointException($"The header is said to be {length} bytes long, but the file has only {fileLength - LengthBytes} more.");
        var json = new byte[length];
        Fill(stream, json);
        long dataStart = LengthBytes + (long)length;
        return (SafetensorsHeader.Parse(json, fileLength - dataStart), dataStart);
    }

    private static void Fill(FileStream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new CheckpointException($"{stream.Name}: the file became shorter while it was read.");
    }

    private SafetensorsEntry Entry(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.TryGetValue(name, out SafetensorsEntry? entry)
            ? entry
            : throw new CheckpointException($"{Path}: there is no tensor {SafetensorsHeader.Shown(name)} among its {Entries.Count}.");
    }
}
