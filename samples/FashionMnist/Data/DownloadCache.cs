using System.Net.Http;

namespace FashionMnist.Data;

/// <summary>A user's own copy of Fashion-MNIST, downloaded once; a file enters it only with the right checksum.</summary>
internal sealed class DownloadCache(string directory, HttpMessageHandler network, Uri source, IReadOnlyDictionary<string, string> checksums)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The publisher's repository.</summary>
    public static Uri Publisher { get; } = new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/");

    /// <summary>Fills what is missing or damaged, then reads the copy.</summary>
    /// <exception cref="DataException">There is no copy and none could be downloaded.</exception>
    public Dataset Read(Action<string> say)
    {
        if (source.Scheme != Uri.UriSchemeHttps) throw new DataException(source.ToString(), "an address that begins with https:", source.Scheme);
        using var client = new HttpClient(network, disposeHandler: false) { Timeout = Patience };
        foreach (var (name, checksum) in checksums)
        {
            var path = Path.Combine(directory, name + ".gz");
            if (File.Exists(path) && Checksums.OfGzip(path) == checksum) continue;
            say($"downloading {name}.gz …");
            Download(client, new Uri(source, name + ".gz"), path, checksum);
        }

        return IdxDirectory.Read(directory);
    }

    private static void Download(HttpClient client, Uri address, string path, string checksum)
    {
        try
        {
            AtomicFile.Write(path, temporary =>
            {
                Fetch(client, address, temporary);
                var found = Checksums.OfGzip(temporary);
                if (found != checksum) throw new DataException(address.ToString(), $"content with SHA-256 {checksum}", found.Length == 0 ? "no gzip file" : found);
            });
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(address.ToString(), "a download", error.Message.TrimEnd('.'), error);
        }
    }

    private static void Fetch(HttpClient client, Uri address, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead).EnsureSuccessStatusCode();
        using var body = response.Content.ReadAsStream();
        using var file = File.Create(path);
        body.CopyTo(file);
    }
}
