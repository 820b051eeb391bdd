namespace FashionMnist.Data;

/// <summary>
/// A stand-in for Fashion-MNIST where it is not to be had: ten drawn shapes of jittered place, size, stroke, tilt
/// and ink under noise. Seeded: the same seed draws the same images.
/// </summary>
internal static class DrawnShapes
{
    /// <summary>What output and report call these data.</summary>
    public const string Name = "drawn shapes";

    private const float NoiseDeviation = 45f; // of 255

    /// <summary>Draws both sets; classes take turns, so each has its tenth of any leading part.</summary>
    public static Dataset Draw(int train, int test, int seed) => new(
        Name,
        $"this program's own drawing board (seed {seed})",
        DrawSet(train, seed, part: 0),
        DrawSet(test, seed, part: 1));

    private static ImageSet DrawSet(int count, int seed, int part)
    {
        var pixels = new byte[count * ImageSet.Pixels];
        var labels = new byte[count];
        for (var i = 0; i < count; i++) labels[i] = (byte)(i % ImageSet.Classes);

        // One generator per image: the result does not depend on how the work is divided.
        Parallel.For(0, count, i => DrawImage(
            Shape.All[labels[i]],
            new Random(Seed(seed, part, i)),
            pixels.AsSpan(i * ImageSet.Pixels, ImageSet.Pixels)));
        return new ImageSet(pixels, labels);
    }

    private static void DrawImage(Shape shape, Random random, Span<byte> image)
    {
        var (centreX, centreY) = (Between(random, 10.5f, 16.5f), Between(random, 10.5f, 16.5f));
        var (radiusX, radiusY) = (Between(random, 5.5f, 10f), Between(random, 5.5f, 10f));
        var stroke = Between(random, 0.12f, 0.3f);
        var ink = Between(random, 110f, 255f);
        var (sine, cosine) = MathF.SinCos(Between(random, -0.7f, 0.7f));
        for (var row = 0; row < ImageSet.Side; row++)
        {
            for (var column = 0; column < ImageSet.Side; column++)
            {
                var (dx, dy) = (column - centreX, row - centreY);
                var distance = shape.Distance((cosine * dx + sine * dy) / radiusX, (cosine * dy - sine * dx) / radiusY, stroke);
                // Half a pixel of soft edge; noise from three uniform numbers is close to a bell.
                var covered = Math.Clamp(0.5f - distance * MathF.Min(radiusX, radiusY), 0f, 1f);
                var noise = 2f * NoiseDeviation * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
                image[row * ImageSet.Side + column] = (byte)Math.Clamp(ink * covered + noise, 0f, 255f);
            }
        }
    }

    private static float Between(Random random, float low, float high) => low + (high - low) * random.NextSingle();

    // Neighbouring seeds must not give overlapping streams: a few rounds of multiplying and mixing (Knuth's constant).
    private static int Seed(int seed, int part, int index)
    {
        var mixed = ((uint)seed * 2u + (uint)part) * 2654435761u;
        mixed = ((mixed ^ (mixed >> 15)) + (uint)index) * 2654435761u;
        return (int)(mixed ^ (mixed >> 13));
    }
}
