using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Selections from a gradient of which only some examples exist: made on their block, and put where the examples are among all. What passes is what
/// would pass of the gradient with zeros for the other examples, but for zeros; nothing of that size is made.
/// </summary>
internal static class ExampleBlock
{
    /// <summary>Whatever a policy selects: within the block if zeros mean nothing to it.</summary>
    public static void SelectAny<TGradient>(ISelection<TGradient> policy, SparseExamples gradient, TGradient into, ulong draw)
        where TGradient : class
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        switch (policy.IgnoresZeros ? into : null)
        {
            case SparseRows rows:
                Select((ISelection<SparseRows>)policy, gradient, rows, draw);
                break;
            case SparseColumns columns:
                Select((ISelection<SparseColumns>)policy, gradient, columns, draw);
                break;
            case SparseExamples examples:
                Select((ISelection<SparseExamples>)policy, gradient, examples, draw);
                break;
            default:
                policy.Select(Produced.Gradient(gradient), into, draw);
                break;
        }
    }

    /// <summary>Entries, by a policy of entries.</summary>
    public static void Select(ISelection<SparseRows> policy, SparseExamples gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        if (Whole(gradient) is { } whole)
        {
            policy.Select(whole, into, draw);
            return;
        }

        SparseRows block = Begin(gradient, into);
        if (gradient.Values.Length > 0 && policy is IBlockSelection own)
            own.SelectBlock(gradient, block, draw);
        else if (gradient.Values.Length > 0)
            policy.Select(gradient.Values, block, draw);
        End(gradient, block, into);
    }

    /// <summary>Columns, by a policy of columns: their norms are those of the block. The result has every example, with zeros in those that do not exist.</summary>
    public static void Select(ISelection<SparseColumns> policy, SparseExamples gradient, SparseColumns into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        if (Whole(gradient) is { } whole)
        {
            policy.Select(whole, into, draw);
            return;
        }

        KernelSet kernels = gradient.Device.Kernels;
        if (gradient.Values.Length == 0)
        {
            into.Begin(gradient.Shape, 0);
            into.Pattern.Set(into.Extent, []);
            return;
        }

        SparseColumns block = Scratch.TakeColumns(gradient.Device);
        policy.Select(gradient.Values, block, draw);
        into.Begin(gradient.Shape, block.Pattern.Count);
        into.Pattern.Set(into.Extent, block.Pattern.ToArray());
        if (block.AllColumnSums is { } sums)
            kernels.Copy(sums, into.BeginAllColumnSums());
        if (into.Values.Length == 0)
            return;
        kernels.Fill(into.Values, 0);
        kernels.Scatter(block.Values, 0, gradient.Pattern, into.Values);
    }

    /// <summary>Examples, by a policy of examples, of those that exist.</summary>
    private static void Select(ISelection<SparseExamples> policy, SparseExamples gradient, SparseExamples into, ulong draw)
    {
        if (gradient.Values.Length == 0)
        {
            Keep(gradient, [], into);
            return;
        }

        SparseExamples block = Scratch.TakeExamples(gradient.Device);
        policy.Select(gradient.Values, block, draw);
        Keep(gradient, block.Pattern.ToArray(), into);
        if (into.Values.Length > 0)
            gradient.Device.Kernels.Copy(block.Values, into.Values); // The policy may have multiplied them.
    }

    /// <summary>Makes examples of these places in the block the ones that exist; their values are not defined.</summary>
    public static void Keep(SparseExamples gradient, ReadOnlySpan<int> places, SparseExamples into)
    {
        int[] examples = gradient.Pattern.ToArray();
        int[] kept = new int[places.Length];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = examples[places[i]];
        into.Begin(gradient.Shape, kept.Length);
        into.Pattern.Set(gradient.Extent, kept);
    }

    /// <summary>The gradient as a tensor where that is its block, or where its examples are single numbers, in which nothing is selected.</summary>
    public static Tensor? Whole(SparseExamples gradient) =>
        gradient.Pattern.IsAll ? gradient.Values : gradient.Shape.Length < 2 ? Produced.Gradient(gradient) : null;

    /// <summary>Where what passes of the block goes before it is put in its place.</summary>
    public static SparseRows Begin(SparseExamples gradient, SparseRows into)
    {
        SparseRows block = Scratch.TakeSparse(gradient.Device);
        block.LastThreshold = into.LastThreshold;
        return block;
    }

    /// <summary>Puts what passed of the block where its examples are among all.</summary>
    public static void End(SparseExamples gradient, SparseRows block, SparseRows into)
    {
        if (gradient.Values.Length == 0)
        {
            EntrySelection.KeepNone(gradient.Shape, into);
            return;
        }

        into.LastThreshold = block.LastThreshold;
        gradient.Device.Kernels.SpreadExamples(block, gradient.Pattern, gradient.Shape, into);
    }

    /// <summary>Of places in the whole gradient, ascending, those of examples that exist, as places in the block.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="places">The places; replaced by those in the block.</param>
    /// <returns>How many there are.</returns>
    public static int Within(SparseExamples gradient, Span<int> places)
    {
        int[] examples = gradient.Pattern.ToArray();
        int length = Length(gradient);
        int count = 0;
        int next = 0;
        foreach (int place in places)
        {
            int example = place / length;
            while (next < examples.Length && examples[next] < example)
                next++;
            if (next < examples.Length && examples[next] == example)
                places[count++] = (next * length) + (place % length);
        }

        return count;
    }

    /// <summary>The places in the whole gradient of places in the block.</summary>
    public static void Outside(SparseExamples gradient, Span<int> places)
    {
        int[] examples = gradient.Pattern.ToArray();
        int length = Length(gradient);
        foreach (ref int place in places)
            place = (examples[place / length] * length) + (place % length);
    }

    /// <summary>How many entries an example has.</summary>
    public static int Length(SparseExamples gradient) => gradient.Shape.Length < 2 ? 1 : Shapes.Length(gradient.Shape[1..]);
}
