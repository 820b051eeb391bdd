using FashionMnist.Data;

namespace SparseDiff.Samples.Tests;

public sealed class DrawnShapesTests
{
    private static readonly Dataset Data = DrawnShapes.Draw(train: 3000, test: 1000, seed: 7);

    [Fact]
    public void The_same_seed_draws_the_same_images_and_another_seed_others()
    {
        Assert.Equal(Data.Train.PixelBytes, DrawnShapes.Draw(train: 3000, test: 1, seed: 7).Train.PixelBytes);
        Assert.NotEqual(Data.Train.PixelBytes, DrawnShapes.Draw(train: 3000, test: 1, seed: 8).Train.PixelBytes);
    }

    [Fact]
    public void Fewer_images_are_the_first_of_more() =>
        Assert.Equal(Data.Train.Take(100).PixelBytes, DrawnShapes.Draw(train: 100, test: 1, seed: 7).Train.PixelBytes);

    [Fact]
    public void Test_images_are_not_training_images() =>
        Assert.NotEqual(Data.Train.Take(1000).PixelBytes, Data.Test.PixelBytes);

    [Fact]
    public void The_ten_classes_are_equally_frequent()
    {
        var counts = Data.Train.Labels.CountBy(label => label).ToDictionary();
        Assert.Equal(ImageSet.Classes, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(300, count));
    }

    [Fact]
    public void The_nearest_mean_image_is_a_hint_and_not_an_answer()
    {
        var means = Enumerable.Range(0, ImageSet.Classes).Select(Mean).ToArray();
        var right = Enumerable.Range(0, Data.Test.Count).Count(i => Nearest(means, Data.Test[i].ToArray()) == Data.Test.Labels[i]);
        Assert.InRange((double)right / Data.Test.Count, 0.25, 0.80);
    }

    private static double[] Mean(int label)
    {
        var members = Enumerable.Range(0, Data.Train.Count).Where(i => Data.Train.Labels[i] == label).ToArray();
        var mean = new double[ImageSet.Pixels];
        foreach (var i in members)
        {
            for (var p = 0; p < mean.Length; p++) mean[p] += (double)Data.Train[i][p] / members.Length;
        }

        return mean;
    }

    private static int Nearest(double[][] means, byte[] image) => Enumerable.Range(0, means.Length)
        .MinBy(label => means[label].Zip(image, (mean, pixel) => (mean - pixel) * (mean - pixel)).Sum());
}
