namespace SparseDiff;

/// <summary>How the parts of a checkpoint are called in its file.</summary>
/// <remarks>
/// Parameters stand under their own names, which have no slash: any reader of safetensors finds them. State is kept apart as
/// <c>optimizer/first/W1</c>; numbers and texts are metadata under <c>sparsediff/</c>.
/// </remarks>
internal static class CheckpointNames
{
    public const string Version = Ours + "version";
    public const string CurrentVersion = "1";
    public const string Step = Ours + "step";
    public const string Optimizer = "optimizer/";

    private const string Ours = "sparsediff/";
    private const string ModelState = "model/";
    private const string OtherState = "state/";

    /// <summary>The prefix of a state of the model.</summary>
    public static string OfModel(NamedState state) => $"{ModelState}{state.Name}/";

    /// <summary>The prefix of a state that the user named.</summary>
    public static string OfUser(NamedState state) => $"{OtherState}{state.Name}/";

    /// <summary>The metadata key of a number or text.</summary>
    public static string Key(string name) => Ours + name;

    /// <summary>Whether a metadata key is one of ours, not the user's.</summary>
    public static bool IsReserved(string key) => key.StartsWith(Ours, StringComparison.Ordinal);

    /// <summary>Whether a tensor is state, not a parameter.</summary>
    public static bool IsState(string name) =>
        name.StartsWith(Optimizer, StringComparison.Ordinal) || name.StartsWith(ModelState, StringComparison.Ordinal) || name.StartsWith(OtherState, StringComparison.Ordinal);
}
