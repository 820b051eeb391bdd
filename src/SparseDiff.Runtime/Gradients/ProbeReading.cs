namespace SparseDiff;

/// <summary>What a selection did to one gradient u, of which S(u) passed.</summary>
/// <param name="Length">d, how many entries the gradient has.</param>
/// <param name="Kept">k, how many of them passed and are not zero.</param>
/// <param name="Energy">‖u‖², of what is finite.</param>
/// <param name="Dropped">‖u - S(u)‖², of what is finite.</param>
public readonly record struct ProbeReading(int Length, int Kept, double Energy, double Dropped)
{
    /// <summary>k / d: the measured density.</summary>
    public double Density => Length == 0 ? 0 : (double)Kept / Length;

    /// <summary>‖u - S(u)‖² / ‖u‖².</summary>
    public double DroppedEnergy => Energy == 0 ? 0 : Dropped / Energy;

    /// <summary>1 - k / d: what k random entries drop on average, and the k largest at most.</summary>
    public double RandomBound => 1 - Density;

    /// <summary>(1 - k / d)²: the most that the k largest drop of a bell-shaped gradient (arXiv 1911.08772, theorem 1).</summary>
    public double TopKBound => RandomBound * RandomBound;
}
