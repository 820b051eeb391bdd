using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>
/// Which values a gradient concerns: varied ones depend on something that wants a gradient, useful ones reach the result, active
/// ones are both. (Hascoët and Pascual, The Tapenade automatic differentiation tool, 2013.) Loops are gone through until nothing changes.
/// </summary>
internal sealed class Activity
{
    private readonly bool[] varied;
    private readonly bool[] useful;
    private readonly bool[] needed;
    private int changes;

    public Activity(MethodSpec spec, BoundMethod method)
    {
        varied = new bool[method.Values.Count];
        useful = new bool[method.Values.Count];
        needed = new bool[method.Values.Count];
        for (int i = 0; i < varied.Length; i++)
            varied[i] = method.Values[i].Kind != ValueKind.Call && method.Values[i].WantsGradient;
        Repeat(() => Vary(method));
        foreach (int result in method.Results)
            useful[result] = true;
        Repeat(() => Use(method, useful));
        foreach (int read in spec.Scalars.SelectMany(static scalar => scalar.Reads).Concat(method.AllCalls.Where(static call => call.Region is not null).SelectMany(static call => call.Region!.Reads)))
            needed[read] = true;
        Repeat(() => Use(method, needed));
        Held = HeldByLists(method);
    }

    /// <summary>The tensors that lists may hold, also by other names that the same memory has.</summary>
    public IReadOnlyCollection<int> Held { get; }

    /// <summary>Whether a value's gradient is needed.</summary>
    public bool IsActive(int value) => varied[value] && useful[value];

    /// <summary>Whether a value is needed for the result, or by a number or a condition.</summary>
    public bool IsUseful(int value) => useful[value] || needed[value];

    /// <summary>Whether a result of a region is needed, after it or, of a loop, by its own next iteration.</summary>
    public bool IsUseful(BoundCall region, int result) =>
        IsUseful(region.Results[result]) || region.Region!.Kind == RegionKind.Loop && IsUseful(region.Region.Carried[result].Input);

    private static SortedSet<int> HeldByLists(BoundMethod method)
    {
        SortedSet<int> held = [.. method.AllCalls.Where(static call => call.List is not null).SelectMany(static call => call.Tensors).Select(static operand => operand.Index)];
        int before = -1;
        while (held.Count > 0 && held.Count != before)
        {
            before = held.Count;
            // What a loop's variable is when an iteration begins, it was before the loop, or at the end of the last iteration.
            foreach (BoundCall call in method.AllCalls.Where(static call => call.Region is { Kind: RegionKind.Loop }))
            {
                for (int i = 0; i < call.Results.Count; i++)
                {
                    if (held.Contains(call.Region!.Carried[i].Input))
                        held.UnionWith([call.Region.Carried[i].Initial, call.Blocks[0].Results[i]]);
                }
            }
        }

        return held;
    }

    // A list may be read before, and written after: what is known of it holds for all of the method.
    private void Repeat(Action pass)
    {
        int before;
        do
        {
            before = changes;
            pass();
        }
        while (changes != before);
    }

    private void Vary(BoundMethod block)
    {
        foreach (BoundCall call in block.Calls)
        {
            if (call.Region is { } region)
                Vary(call, region);
            else if (call.List is { } list)
                Set(varied, list.Access == ListAccess.Read ? call.Results : [list.List], list.Access == ListAccess.Read ? varied[list.List] : call.Tensors.Any(operand => varied[operand.Index]));
            else
                Set(varied, call.Results, call.Callee is { HasParameters: true } || call.Differentiable.Any(operand => varied[operand.Index]));
        }
    }

    private void Vary(BoundCall call, RegionSpec region)
    {
        int before;
        do
        {
            before = changes;
            for (int i = 0; i < region.Carried.Count; i++)
                Set(varied, [region.Carried[i].Input], varied[region.Carried[i].Initial] || varied[call.Blocks[0].Results[i]]);
            foreach (BoundMethod block in call.Blocks)
                Vary(block);
        }
        while (changes != before && region.Kind == RegionKind.Loop);
        for (int i = 0; i < call.Results.Count; i++)
            Set(varied, [call.Results[i]], call.Blocks.Any(block => varied[block.Results[i]]) || region.Kind == RegionKind.Loop && varied[region.Carried[i].Input]);
    }

    private void Use(BoundMethod block, bool[] set)
    {
        foreach (BoundCall call in block.Calls.Reverse())
        {
            if (call.Region is { } region)
                Use(call, region, set);
            else if (call.List is { Access: ListAccess.Write or ListAccess.Append } list)
                Set(set, call.Tensors.Select(static operand => operand.Index), set[list.List]);
            else if (call.Results.Any(result => set[result]))
                Set(set, call.Touches, true);
        }
    }

    private void Use(BoundCall call, RegionSpec region, bool[] set)
    {
        int before;
        do
        {
            before = changes;
            for (int i = 0; i < call.Results.Count; i++)
            {
                bool isUsed = set[call.Results[i]] || region.Kind == RegionKind.Loop && set[region.Carried[i].Input];
                Set(set, call.Blocks.Select(block => block.Results[i]), isUsed);
                if (region.Kind == RegionKind.Loop)
                    Set(set, [region.Carried[i].Initial], isUsed);
            }

            foreach (BoundMethod block in call.Blocks)
                Use(block, set);
        }
        while (changes != before && region.Kind == RegionKind.Loop);
    }

    private void Set(bool[] set, IEnumerable<int> values, bool value)
    {
        foreach (int index in values.Where(index => value && !set[index]))
        {
            set[index] = true;
            changes++;
        }
    }
}
