namespace FashionMnist.Data;

/// <summary>Images to train on, images to test on, and where they come from.</summary>
/// <param name="Name">What the data are, e.g. "Fashion-MNIST" or "drawn shapes".</param>
/// <param name="Origin">Where they were found, in words.</param>
/// <param name="Train">The training images.</param>
/// <param name="Test">The test images.</param>
internal sealed record Dataset(string Name, string Origin, ImageSet Train, ImageSet Test)
{
    /// <summary>The same data with at most the given numbers of images.</summary>
    public Dataset Take(int train, int test) => this with { Train = Train.Take(train), Test = Test.Take(test) };
}
