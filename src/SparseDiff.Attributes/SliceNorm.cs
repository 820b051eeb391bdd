namespace SparseDiff;

/// <summary>How the slices of a gradient are measured when whole slices compete.</summary>
public enum SliceNorm
{
    /// <summary>Σ |g|, as in meProp's unified selection.</summary>
    L1,

    /// <summary>√ Σ g².</summary>
    L2,
}
