namespace SparseDiff;

/// <summary>
/// Checks tensors against the shapes that <c>[Shape]</c> declares for them: generated code, which relies on these shapes, does so first.
/// </summary>
/// <param name="method">The method, for messages.</param>
/// <param name="sizes">One entry for each named dimension, all zero; it holds the sizes as they become known, plus one.</param>
public readonly ref struct DeclaredShapes(string method, Span<int> sizes)
{
    /// <summary>The place of a dimension that may have any size.</summary>
    public const int Any = int.MaxValue;

    private readonly Span<int> sizes = sizes;

    /// <summary>The place of a dimension that is declared as a number.</summary>
    public static int Number(int size) => -1 - size;

    /// <summary>Checks a tensor with as many dimensions as declared.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="declaration">Name and declared shape, such as <c>w [hidden, inputs]</c>.</param>
    /// <param name="places">For each dimension the entry of its name, <see cref="Number"/>, or <see cref="Any"/>.</param>
    /// <exception cref="ShapeException">The tensor is not of the declared shape.</exception>
    public void Check(Tensor tensor, string declaration, params ReadOnlySpan<int> places)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank != places.Length)
            throw new ShapeException($"{method}: {declaration} is {tensor.ShapeText}; it must have {places.Length} dimension{(places.Length == 1 ? string.Empty : "s")}.");
        CheckLast(tensor, declaration, places);
    }

    /// <summary>Checks the last dimensions of a tensor that may have any before.</summary>
    /// <inheritdoc cref="Check"/>
    public void CheckLast(Tensor tensor, string declaration, params ReadOnlySpan<int> places)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank < places.Length)
            throw new ShapeException($"{method}: {declaration} is {tensor.ShapeText}; it must have at least {places.Length} dimension{(places.Length == 1 ? string.Empty : "s")}.");
        for (int i = 0; i < places.Length; i++)
        {
            int size = tensor.Shape[tensor.Rank - places.Length + i];
            int place = places[i];
            if (place == Any)
                continue;
            int expected = place < 0 ? -1 - place : sizes[place] - 1;
            if (expected < 0)
                sizes[place] = size + 1;
            else if (size != expected)
                throw new ShapeException($"{method}: {declaration} is {tensor.ShapeText}; dimension {i - places.Length} must be {expected}{(place < 0 ? string.Empty : ", as it was for an earlier tensor")}.");
        }
    }
}
