namespace FashionMnist.Data;

/// <summary>A directory that holds the four files of Fashion-MNIST, each plain or with ".gz".</summary>
internal static class IdxDirectory
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>Reads all four files.</summary>
    public static Dataset Read(string directory)
    {
        if (!Directory.Exists(directory)) throw new DataException(directory, "a directory with the files of Fashion-MNIST", "none");
        var train = ReadSet(directory, TrainImages, TrainLabels);
        var test = ReadSet(directory, TestImages, TestLabels);
        return new Dataset("Fashion-MNIST", directory, train, test);
    }

    private static ImageSet ReadSet(string directory, string imagesName, string labelsName)
    {
        var labelsPath = Find(directory, labelsName);
        var pixels = IdxReader.ReadImages(Find(directory, imagesName));
        var labels = IdxReader.ReadLabels(labelsPath);
        var images = pixels.Length / ImageSet.Pixels;
        return images == labels.Length
            ? new ImageSet(pixels, labels)
            : throw new DataException(labelsPath, $"{images} labels, one per image of {imagesName}", $"{labels.Length}");
    }

    private static string Find(string directory, string name)
    {
        string[] candidates = [Path.Combine(directory, name), Path.Combine(directory, name + ".gz")];
        return Array.Find(candidates, File.Exists)
            ?? throw new DataException(directory, $"a file {name} or {name}.gz", "neither");
    }
}
