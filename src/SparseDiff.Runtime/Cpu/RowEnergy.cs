using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>
/// Finds the cut of one row after another. A guess of the magnitude, from the row's root mean square and what the rows before needed, leaves
/// somewhat more candidates than will pass; among those the cut is bisected until a few entries are left, which are sorted. The guess moves
/// only the cost, never the result.
/// </summary>
internal unsafe struct RowEnergy
{
    private const int Few = 24;

    private readonly int columns;
    private readonly double share;
    private readonly float* candidates;
    private readonly int* candidateColumns;
    private float factor;

    public RowEnergy(int columns, double share)
    {
        this.columns = columns;
        this.share = share;
        candidates = Scratch.Get<float>(ScratchUse.Candidates, columns);
        candidateColumns = Scratch.Get<int>(ScratchUse.CandidateColumns, columns);

        // Below what a normal distribution needs: candidates too many cost less than a second attempt.
        factor = (float)Math.Sqrt(-2 * Math.Log(Math.Clamp(share, 1e-4, 0.999)));
    }

    /// <summary>What passes of a row. <paramref name="next"/>: the row that comes after it, or null.</summary>
    public EnergyCut Find(float* row, float* next)
    {
        double total = Magnitude.Energy(row, columns, 1, out int positive);
        int infinite = Magnitude.CountAtLeast(row, columns, Magnitude.Infinite);
        if (total == 0 || (share == 0 && infinite > 0))
            return new EnergyCut(Magnitude.Infinite, infinite, AllTies: true, infinite);
        if (share >= 1)
            return new EnergyCut(1, 1, AllTies: true, positive + infinite);

        // A share of nothing is the largest entry.
        double wanted = Math.Max(SliceSample.EnergyOf(share, total), double.Epsilon);
        float scale = (float)Math.Sqrt(total / columns);
        int count = Candidates(row, next, scale, wanted, out Bracket low);
        EnergyCut cut = Bisect(count, wanted, scale, low);
        float used = BitConverter.Int32BitsToSingle(cut.Rank) / scale;
        if (float.IsFinite(used))
            factor += 0.25f * (used - factor);
        return cut with { Count = cut.Count + infinite };
    }

    /// <summary>The row's entries that pass, left in scratch memory; there are as many as the cut says.</summary>
    public readonly void Pack(float* row, in EnergyCut cut, out float* values, out int* indices)
    {
        values = candidates;
        indices = candidateColumns;
        int count = Magnitude.CompressAtLeast(row, columns, cut.Rank, 0, values, indices);
        if (!cut.AllTies)
            RowSelector.PackWithTies(values, indices, count, cut.Rank, cut.Ties, values, indices);
    }

    /// <summary>Packs entries that are large enough and hold what is wanted.</summary>
    private readonly int Candidates(float* row, float* next, float scale, double wanted, out Bracket low)
    {
        float guess = 0.92f * factor * scale;
        for (int attempt = 0; attempt < 6 && guess > 0; attempt++, guess *= 0.7f)
        {
            int rank = Math.Max(1, Magnitude.Of(guess));
            int count = Magnitude.CompressAtLeast(row, columns, rank, 0, candidates, candidateColumns, attempt == 0 ? next : null);
            low = new Bracket(rank, Magnitude.Energy(candidates, count, rank, out int found), found);
            if (low.Energy >= wanted)
                return count;
        }

        int all = Magnitude.CompressAtLeast(row, columns, 1, 0, candidates, candidateColumns);
        low = new Bracket(1, Magnitude.Energy(candidates, all, 1, out int positive), positive);
        return all;
    }

    /// <summary>Invariant: what is at least low holds enough, what is at least high does not.</summary>
    private readonly EnergyCut Bisect(int count, double wanted, float scale, Bracket low)
    {
        Bracket high = new(Magnitude.Infinite, 0, 0);
        int middle = Magnitude.Of(factor * scale);
        for (int step = 0; high.Rank - low.Rank > 1 && low.Count - high.Count > Few; step++)
        {
            middle = Math.Clamp(middle, low.Rank + 1, high.Rank - 1);
            Bracket found = new(middle, Magnitude.Energy(candidates, count, middle, out int atLeast), atLeast);
            bool enough = found.Energy >= wanted;
            (low, high) = enough ? (found, high) : (low, found);

            // A few small steps from the guess, then halves of what is left; a factor is a distance between bit patterns.
            middle = step < 3 ? middle + ((enough ? 1 : -1) << (18 + (2 * step))) : low.Rank + ((high.Rank - low.Rank) / 2);
        }

        return high.Rank - low.Rank > 1 ? Sort(count, wanted, low, high) : Ties(low, high, wanted);
    }

    /// <summary>The few entries from low to high, the largest first, until there is enough.</summary>
    private readonly EnergyCut Sort(int count, double wanted, in Bracket low, in Bracket high)
    {
        float* few = stackalloc float[Few + 64];
        Magnitude.CompressBetween(candidates, count, low.Rank, high.Rank, few, out _);
        var ranks = new Span<int>((int*)few, low.Count - high.Count);
        foreach (ref int rank in ranks)
            rank &= int.MaxValue;
        ranks.Sort();
        double energy = high.Energy;
        int i = ranks.Length;
        while (i > 0 && energy < wanted)
        {
            double value = BitConverter.Int32BitsToSingle(ranks[--i]);
            energy += value * value;
        }

        i = Math.Min(i, ranks.Length - 1);
        int last = ranks[i];
        int ties = ranks[i..].LastIndexOf(last) + 1;
        return new EnergyCut(last, ties, i == 0 || ranks[i - 1] != last, high.Count + ranks.Length - i);
    }

    /// <summary>All that is between is of one magnitude.</summary>
    private static EnergyCut Ties(in Bracket low, in Bracket high, double wanted)
    {
        double value = BitConverter.Int32BitsToSingle(low.Rank);
        int all = low.Count - high.Count;
        int ties = (int)Math.Clamp(Math.Ceiling((wanted - high.Energy) / (value * value)), 1, all);
        return new EnergyCut(low.Rank, ties, ties == all, high.Count + ties);
    }

    /// <summary>What the finite entries of at least a magnitude hold, and how many there are.</summary>
    private readonly record struct Bracket(int Rank, double Energy, int Count);
}

/// <summary>The cuts of all rows, and then what passes: where a row's entries go follows from the counts of those before.</summary>
internal unsafe struct RowEnergyJob : IPartJob
{
    public float* Gradient;
    public int Rows;
    public int Columns;
    public double Share;
    public EnergyCut* Cuts;
    public int* RowStart;
    public int* Indices;
    public float* Values;
    private int rowsPerPart;

    /// <summary>Finds the cuts; how many entries pass.</summary>
    public long FindCuts()
    {
        Cuts = (EnergyCut*)Scratch.Get<byte>(ScratchUse.Sums, (long)Rows * sizeof(EnergyCut));
        Run();
        long count = 0;
        for (int row = 0; row < Rows; row++)
            count += Cuts[row].Count;
        return count;
    }

    /// <summary>CSR of the entries: rowStart[rows + 1], indices ascending in each row, values.</summary>
    public void Write(int* rowStart, int* indices, float* values)
    {
        RowStart = rowStart;
        Indices = indices;
        Values = values;
        rowStart[0] = 0;
        for (int row = 0; row < Rows; row++)
            rowStart[row + 1] = rowStart[row] + (int)Cuts[row].Count;
        Run();
    }

    /// <summary>into[rows, columns] = the entries, zeros elsewhere.</summary>
    public void WriteMasked(float* into)
    {
        Values = into;
        Run();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        var selector = new RowEnergy(Columns, Share);
        int end = Math.Min(Rows, (part + 1) * rowsPerPart);
        for (int row = part * rowsPerPart; row < end; row++)
        {
            float* g = Gradient + ((long)row * Columns);
            if (Values == null)
                Cuts[row] = selector.Find(g, row + 1 < end ? g + Columns : null);
            else if (RowStart == null)
                RowSelector.Mask(g, Columns, Cuts[row].Rank, Cuts[row].AllTies ? 0 : Cuts[row].Ties, Values + ((long)row * Columns));
            else
                Copy(selector, g, row);
        }
    }

    private readonly void Copy(in RowEnergy selector, float* g, int row)
    {
        EnergyCut cut = Cuts[row];
        selector.Pack(g, cut, out float* values, out int* indices);
        int count = (int)cut.Count;
        new ReadOnlySpan<float>(values, count).CopyTo(new Span<float>(Values + RowStart[row], count));
        new ReadOnlySpan<int>(indices, count).CopyTo(new Span<int>(Indices + RowStart[row], count));
    }

    private void Run()
    {
        int parts = RowTopK.Parts(Rows, Columns);
        rowsPerPart = parts == 0 ? 0 : (Rows + parts - 1) / parts;
        CpuPool.Run(ref this, parts);
    }
}
