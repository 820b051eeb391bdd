using System.Globalization;

namespace SparseDiff;

/// <summary>Writes a state into a safetensors file, under a prefix.</summary>
internal sealed class FileStateWriter(SafetensorsWriter file, string prefix) : StateWriter
{
    public override void Add(string name, Tensor tensor) => file.Add(prefix + name, tensor);

    public override void Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    // The shortest text that reads back as the same number.
    public override void Add(string name, double value) => Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    public override void Add(string name, string text) => file.AddMetadata(CheckpointNames.Key(prefix + name), text);
}
