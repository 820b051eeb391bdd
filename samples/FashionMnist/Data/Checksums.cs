using System.IO.Compression;
using System.Security.Cryptography;

namespace FashionMnist.Data;

/// <summary>SHA-256 of the four files' uncompressed content: gzip files differ by packer and date, their content does not.</summary>
internal static class Checksums
{
    public static IReadOnlyDictionary<string, string> OfFashionMnist { get; } = new Dictionary<string, string>
    {
        [IdxDirectory.TrainImages] = "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        [IdxDirectory.TrainLabels] = "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        [IdxDirectory.TestImages] = "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        [IdxDirectory.TestLabels] = "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    };

    /// <summary>SHA-256 of a gzip file's content in lower-case hexadecimal digits; empty when the file cannot be unpacked.</summary>
    public static string OfGzip(string path)
    {
        try
        {
            using var content = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
