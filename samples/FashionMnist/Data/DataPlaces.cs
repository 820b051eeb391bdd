using System.Net.Http;

namespace FashionMnist.Data;

/// <summary>Where to look for the data, in this order: the directory asked for, the environment's, the system's, the user's own copy, the drawing board.</summary>
internal sealed record DataPlaces
{
    /// <summary>The environment variable that names a directory.</summary>
    public const string Variable = "SPARSEDIFF_DATA";

    /// <summary>The directory of <c>--data</c>; when given, it is the only place.</summary>
    public string? Asked { get; init; }

    /// <summary>The directory of <see cref="Variable"/>; when set, it must be right too.</summary>
    public string? FromEnvironment { get; init; }

    /// <summary>Where Debian's package dataset-fashion-mnist puts its files.</summary>
    public string System { get; init; } = "/usr/share/datasets/fashion-mnist";

    /// <summary>The user's own copy, filled over the network.</summary>
    public required DownloadCache Cache { get; init; }

    /// <summary>The places of this user on this machine.</summary>
    public static DataPlaces Here(string? asked, HttpMessageHandler network) => new()
    {
        Asked = asked,
        FromEnvironment = Environment.GetEnvironmentVariable(Variable),
        Cache = new DownloadCache(CacheDirectory, network, DownloadCache.Publisher, Checksums.OfFashionMnist),
    };

    /// <summary>Reads the data from the first place that has them.</summary>
    /// <param name="seed">Seeds the drawn shapes, when it comes to that.</param>
    /// <param name="say">Receives what a user should know meanwhile.</param>
    /// <exception cref="DataException">A place that was named, or a file that is there, is wrong.</exception>
    public Dataset Read(int seed, Action<string> say)
    {
        if (Asked is not null) return IdxDirectory.Read(Asked);
        if (!string.IsNullOrEmpty(FromEnvironment)) return IdxDirectory.Read(FromEnvironment);
        if (Directory.Exists(System)) return IdxDirectory.Read(System);
        try
        {
            return Cache.Read(say);
        }
        catch (DataException error)
        {
            say($"Fashion-MNIST is neither here nor to be had ({error.Message})");
            say("training on drawn shapes instead; their accuracies say nothing about Fashion-MNIST");
            return DrawnShapes.Draw(train: 60_000, test: 10_000, seed);
        }
    }

    private static string CacheDirectory
    {
        get
        {
            var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(own.Length > 0 ? own : Path.GetTempPath(), "SparseDiff", "fashion-mnist");
        }
    }
}
