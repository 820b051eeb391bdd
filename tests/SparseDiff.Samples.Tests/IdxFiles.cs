using System.Buffers.Binary;
using System.IO.Compression;
using FashionMnist.Data;

namespace SparseDiff.Samples.Tests;

/// <summary>Makes IDX files, good and bad.</summary>
internal static class IdxFiles
{
    public const uint ImagesMagic = 0x0803;
    public const uint LabelsMagic = 0x0801;

    public static byte[] Images(int count, int seed = 0)
    {
        var pixels = new byte[count * ImageSet.Pixels];
        new Random(seed).NextBytes(pixels);
        return [.. Header(ImagesMagic, (uint)count, ImageSet.Side, ImageSet.Side), .. pixels];
    }

    public static byte[] Labels(int count) =>
        [.. Header(LabelsMagic, (uint)count), .. Enumerable.Range(0, count).Select(i => (byte)(i % ImageSet.Classes))];

    public static byte[] Header(params uint[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)), numbers[i]);
        return bytes;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Writes a whole data set of gzip files.</summary>
    public static void WriteDataset(string directory, int train = 20, int test = 10)
    {
        Directory.CreateDirectory(directory);
        foreach (var (name, content) in Contents(train, test)) File.WriteAllBytes(Path.Combine(directory, name + ".gz"), Gzip(content));
    }

    /// <summary>Writes images that exist already, as plain files.</summary>
    public static void Write(string directory, Dataset data)
    {
        Directory.CreateDirectory(directory);
        WriteSet(IdxDirectory.TrainImages, IdxDirectory.TrainLabels, data.Train);
        WriteSet(IdxDirectory.TestImages, IdxDirectory.TestLabels, data.Test);

        void WriteSet(string images, string labels, ImageSet set)
        {
            File.WriteAllBytes(Path.Combine(directory, images), [.. Header(ImagesMagic, (uint)set.Count, ImageSet.Side, ImageSet.Side), .. set.PixelBytes]);
            File.WriteAllBytes(Path.Combine(directory, labels), [.. Header(LabelsMagic, (uint)set.Count), .. set.Labels]);
        }
    }

    public static Dictionary<string, byte[]> Contents(int train = 20, int test = 10) => new()
    {
        [IdxDirectory.TrainImages] = Images(train, seed: 1),
        [IdxDirectory.TrainLabels] = Labels(train),
        [IdxDirectory.TestImages] = Images(test, seed: 2),
        [IdxDirectory.TestLabels] = Labels(test),
    };
}
