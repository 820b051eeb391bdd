using System.Globalization;

namespace SparseDiff;

/// <summary>Reads a state from a safetensors file, under a prefix, and notes which tensors were asked for.</summary>
internal sealed class FileStateReader(SafetensorsFile file, string prefix, HashSet<string> used) : StateReader
{
    public override bool HasTensor(string name) => file.Entries.ContainsKey(prefix + name);

    public override Tensor Tensor(string name, ReadOnlySpan<int> shape, Device device)
    {
        file.Check(prefix + name, shape);
        used.Add(prefix + name);
        Tensor tensor = SparseDiff.Tensor.Zeros(device, shape);
        file.Read(prefix + name, tensor);
        return tensor;
    }

    public override Tensor Tensor(string name, Device device)
    {
        int[] shape = file.Entries.TryGetValue(prefix + name, out SafetensorsEntry? entry) ? [.. entry.Shape.Select(static extent => (int)Math.Min(extent, int.MaxValue))] : [];
        return Tensor(name, shape, device);
    }

    public override long Whole(string name, long? otherwise = null)
    {
        if (otherwise is { } absent && Find(name) is null)
            return absent;
        string text = Text(name);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Wrong(name, text, "a whole number");
    }

    public override double Number(string name, double? otherwise = null)
    {
        if (otherwise is { } absent && Find(name) is null)
            return absent;
        string text = Text(name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Wrong(name, text, "a number");
    }

    public override string Text(string name) =>
        Find(name) ?? throw new CheckpointException($"{file.Path}: the checkpoint has no {prefix}{name}.");

    private string? Find(string name) => file.Metadata.GetValueOrDefault(CheckpointNames.Key(prefix + name));

    private CheckpointException Wrong(string name, string text, string expected) =>
        new($"{file.Path}: {prefix}{name} is {SafetensorsHeader.Shown(text)}, but must be {expected}.");
}
