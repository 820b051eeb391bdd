using SparseDiff;

namespace FineTune;

/// <summary>A checkpoint in GPT-2's published layout, and the size of the model that it is of.</summary>
/// <param name="Path">The file.</param>
/// <param name="Symbols">Tokens in the vocabulary.</param>
/// <param name="Context">Positions.</param>
/// <param name="Width">Numbers of a position.</param>
/// <param name="Depth">Blocks.</param>
internal sealed record Gpt2File(string Path, int Symbols, int Context, int Width, int Depth)
{
    private const string Prefix = "transformer.";

    // Every published GPT-2 has heads of this width; the file does not say.
    private const int HeadWidth = 64;

    /// <summary>How such files call what <see cref="Gpt"/> and <see cref="LoraGpt"/> call otherwise. Their linear layers are [inputs, outputs].</summary>
    public static ParameterLayout Layout { get; } = new(
        new("Tokens", "wte.weight"),
        new("Positions", "wpe.weight"),
        new("Blocks.*.Norm1W", "h.*.ln_1.weight"),
        new("Blocks.*.Norm1B", "h.*.ln_1.bias"),
        new("Blocks.*.QkvW", "h.*.attn.c_attn.weight", IsTransposed: true),
        new("Blocks.*.QkvB", "h.*.attn.c_attn.bias"),
        new("Blocks.*.ProjW", "h.*.attn.c_proj.weight", IsTransposed: true),
        new("Blocks.*.ProjB", "h.*.attn.c_proj.bias"),
        new("Blocks.*.Norm2W", "h.*.ln_2.weight"),
        new("Blocks.*.Norm2B", "h.*.ln_2.bias"),
        new("Blocks.*.FcW", "h.*.mlp.c_fc.weight", IsTransposed: true),
        new("Blocks.*.FcB", "h.*.mlp.c_fc.bias"),
        new("Blocks.*.Fc2W", "h.*.mlp.c_proj.weight", IsTransposed: true),
        new("Blocks.*.Fc2B", "h.*.mlp.c_proj.bias"),
        new("NormW", "ln_f.weight"),
        new("NormB", "ln_f.bias"))
    {
        OptionalPrefix = Prefix,
        Ignored = ["h.*.attn.bias", "h.*.attn.masked_bias", "lm_head.weight"],
        Absent =
        [
            "Blocks.*.QkvDown", "Blocks.*.QkvUp", "Blocks.*.ProjDown", "Blocks.*.ProjUp",
            "Blocks.*.FcDown", "Blocks.*.FcUp", "Blocks.*.Fc2Down", "Blocks.*.Fc2Up",
        ],
    };

    /// <summary>Heads of each block's attention.</summary>
    public int Heads => Math.Max(1, Width / HeadWidth);

    /// <summary>Reads the sizes from a file's header.</summary>
    /// <exception cref="TrainingException">It is a safetensors file, but not of GPT-2's layout.</exception>
    public static Gpt2File Open(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var prefix = file.Entries.ContainsKey(Prefix + "wte.weight") ? Prefix : "";
        if (!file.Entries.TryGetValue(prefix + "wte.weight", out var tokens) || !file.Entries.TryGetValue(prefix + "wpe.weight", out var positions)
            || !IsMatrix(tokens) || !IsMatrix(positions) || tokens.Shape[1] != positions.Shape[1])
        {
            throw new TrainingException($"--weights {path}: there are no matrices wte.weight and wpe.weight of one width; the file is not of GPT-2's layout.");
        }

        var depth = 0;
        while (file.Entries.ContainsKey($"{prefix}h.{depth}.ln_1.weight")) depth++;
        return new Gpt2File(path, (int)tokens.Shape[0], (int)positions.Shape[0], (int)tokens.Shape[1], depth);
    }

    private static bool IsMatrix(SafetensorsEntry entry) => entry.Shape.Count == 2 && entry.Shape.All(size => size is >= 1 and <= int.MaxValue);

    /// <summary>The model with the file's weights.</summary>
    public Gpt Model(int seed) => Loaded(new Gpt(Symbols, Context, Width, Heads, Depth, seed));

    /// <summary>The model with the file's weights, frozen, and adapters.</summary>
    public LoraGpt Adapted(int rank, int seed) => Loaded(new LoraGpt(Symbols, Context, Width, Heads, Depth, rank, seed));

    private TModel Loaded<TModel>(TModel model)
        where TModel : IModel
    {
        Checkpoint.LoadParameters(Path, model, Layout);
        return model;
    }
}
