namespace FashionMnist.Data;

/// <summary>The images and labels of one step; one object is filled again and again, so that steps allocate nothing.</summary>
internal sealed class Batch(int size, PixelScale scale)
{
    public int Size { get; } = size;

    /// <summary>Scaled pixels, [size, 784].</summary>
    public float[] Images { get; } = new float[size * ImageSet.Pixels];

    /// <summary>Labels, [size].</summary>
    public int[] Labels { get; } = new int[size];

    /// <summary>Fills the batch with the images of the given indices.</summary>
    public void Fill(ImageSet from, ReadOnlySpan<int> indices)
    {
        for (var i = 0; i < Size; i++) Put(from, indices[i], i);
    }

    /// <summary>Fills the batch with consecutive images.</summary>
    public void Fill(ImageSet from, int start)
    {
        for (var i = 0; i < Size; i++) Put(from, start + i, i);
    }

    private void Put(ImageSet from, int index, int place)
    {
        scale.Apply(from[index], Images.AsSpan(place * ImageSet.Pixels, ImageSet.Pixels));
        Labels[place] = from.Labels[index];
    }
}
