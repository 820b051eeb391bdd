namespace FashionMnist.Data;

/// <summary>
/// A drawn class: its name and its signed distance, negative inside, in coordinates where the shape fills the
/// circle of radius 1; outlines are as wide as the stroke.
/// </summary>
internal sealed record Shape(string Name, Func<float, float, float, float> Distance)
{
    /// <summary>The ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("disc", (x, y, _) => Radius(x, y) - 0.9f),
        new("ring", (x, y, stroke) => Outline(Radius(x, y) - 0.8f, stroke)),
        new("square", (x, y, _) => Box(x, y, 0.75f, 0.75f)),
        new("frame", (x, y, stroke) => Outline(Box(x, y, 0.7f, 0.7f), stroke)),
        new("triangle", (x, y, _) => Triangle(x, y)),
        new("plus", (x, y, stroke) => MathF.Min(Box(x, y, 0.95f, stroke), Box(x, y, stroke, 0.95f))),
        new("bar", (x, y, stroke) => Box(x, y, 0.95f, 1.5f * stroke)),
        new("two bars", (x, y, stroke) => Box(x, MathF.Abs(y) - 0.5f, 0.9f, stroke)),
        new("arc", (x, y, stroke) => MathF.Max(Outline(Radius(x, y) - 0.8f, stroke), y - 0.1f)),
        new("corner", (x, y, stroke) => MathF.Min(Box(x + 0.6f, y, stroke, 0.8f), Box(x, y - 0.6f, 0.8f, stroke))),
    ];

    private static float Radius(float x, float y) => MathF.Sqrt(x * x + y * y);

    private static float Outline(float distance, float stroke) => MathF.Abs(distance) - stroke;

    private static float Box(float x, float y, float halfWidth, float halfHeight) =>
        MathF.Max(MathF.Abs(x) - halfWidth, MathF.Abs(y) - halfHeight);

    private static float Triangle(float x, float y) =>
        MathF.Max(y - 0.6f, 0.8f * MathF.Abs(x) - 0.6f * (y + 0.9f));
}
