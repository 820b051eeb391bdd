using System.Buffers.Binary;
using System.IO.Compression;

namespace FashionMnist.Data;

/// <summary>The bytes of one IDX file, unpacked when it is gzip-compressed; every failure names the file.</summary>
internal sealed class IdxStream : IDisposable
{
    // Memory grows with the bytes that really arrive: a header is not believed.
    private const int FirstBuffer = 1 << 20;

    private readonly string _path;
    private readonly Stream _stream;

    private IdxStream(string path, Stream stream) => (_path, _stream) = (path, stream);

    public static IdxStream Open(string path)
    {
        try
        {
            var file = File.OpenRead(path);
            var packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return new IdxStream(path, packed ? new GZipStream(file, CompressionMode.Decompress) : file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, "a readable file", error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>The next number of the header: 32 bits, most significant byte first.</summary>
    public uint ReadNumber(string meaning)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        var count = ReadInto(bytes);
        return count == bytes.Length
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : throw new DataException(_path, $"4 bytes of header for {meaning}", count == 0 ? "the end of the file" : $"{count} bytes");
    }

    /// <summary>Everything after the header: exactly <paramref name="length"/> bytes, and then the end.</summary>
    public byte[] ReadToEnd(long length, string meaning)
    {
        var expected = $"{length} bytes of {meaning}";
        if (length > Array.MaxLength) throw new DataException(_path, $"at most {Array.MaxLength} bytes of {meaning}", $"a header that promises {length}");
        var bytes = new byte[Math.Min(length, FirstBuffer)];
        var filled = 0;
        while (true)
        {
            var count = ReadInto(bytes.AsSpan(filled));
            filled += count;
            if (filled < bytes.Length) throw new DataException(_path, expected, $"{filled} (the file is truncated)");
            if (filled == length) break;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
        }

        if (ReadInto(stackalloc byte[1]) != 0) throw new DataException(_path, expected, "more");
        return bytes;
    }

    public void Dispose() => _stream.Dispose();

    private int ReadInto(Span<byte> bytes)
    {
        try
        {
            return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataException(_path, "an undamaged gzip or plain IDX file", error.Message.TrimEnd('.'), error);
        }
    }
}
