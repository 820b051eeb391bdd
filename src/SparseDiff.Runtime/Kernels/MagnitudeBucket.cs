namespace SparseDiff.Kernels;

/// <summary>The entries of a gradient whose magnitudes lie in one bucket: eight buckets for each power of two.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Sum">Σ |g|.</param>
/// <param name="SumOfSquares">Σ g².</param>
public readonly record struct MagnitudeBucket(long Count, double Sum, double SumOfSquares)
{
    /// <summary>How many buckets there are; the last eight of the finite ones end at the largest float.</summary>
    public const int Buckets = 255 << StepBits;

    /// <summary>Where what is not finite goes: the bucket behind all others.</summary>
    public const int NotFinite = Buckets;

    private const int StepBits = 3;
    private const int Shift = 23 - StepBits;

    /// <summary>The bucket of a number: the upper bits of its magnitude.</summary>
    public static int Of(float x) => Math.Min((BitConverter.SingleToInt32Bits(x) & int.MaxValue) >> Shift, NotFinite);

    /// <summary>The smallest magnitude of a bucket.</summary>
    public static float Start(int bucket) => BitConverter.Int32BitsToSingle(bucket << Shift);
}
