using System.Net;

namespace SparseDiff.Samples.Tests;

/// <summary>A network that knows what the test gave it: file names and contents. Without any, there is no network.</summary>
internal sealed class StillNetwork(IReadOnlyDictionary<string, byte[]>? files = null) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!.ToString());
        if (files is null) throw new HttpRequestException("No route to host");
        var name = Path.GetFileName(request.RequestUri.AbsolutePath);
        return files.TryGetValue(name, out var content)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) }
            : new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
