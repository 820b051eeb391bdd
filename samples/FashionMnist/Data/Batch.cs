using SparseDiff;

namespace FashionMnist.Data;

/// <summary>The images and labels of one step; one object is filled again and again, so that steps allocate nothing.</summary>
internal sealed class Batch(int size, PixelScale scale, Device device)
{
    private readonly float[] _pixels = new float[size * ImageSet.Pixels];
    private readonly int[] _classes = new int[size];

    public int Size { get; } = size;

    /// <summary>Scaled pixels on the device, [size, 784].</summary>
    public Tensor Images { get; } = Tensor.Zeros(device, size, ImageSet.Pixels);

    /// <summary>Labels on the device, [size].</summary>
    public Labels Labels { get; } = Labels.From(new int[size], device);

    /// <summary>The labels as numbers, [size].</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>Fills the batch with the images of the given indices.</summary>
    public void Fill(ImageSet from, ReadOnlySpan<int> indices)
    {
        for (var i = 0; i < Size; i++) Put(from, indices[i], i);
        Upload();
    }

    /// <summary>Fills the batch with consecutive images.</summary>
    public void Fill(ImageSet from, int start)
    {
        for (var i = 0; i < Size; i++) Put(from, start + i, i);
        Upload();
    }

    private void Put(ImageSet from, int index, int place)
    {
        scale.Apply(from[index], _pixels.AsSpan(place * ImageSet.Pixels, ImageSet.Pixels));
        _classes[place] = from.Labels[index];
    }

    private void Upload()
    {
        Images.CopyFrom(_pixels);
        Labels.CopyFrom(_classes);
    }
}
