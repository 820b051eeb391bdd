using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>The passes over one piece, sixteen entries at a time.</summary>
internal unsafe ref partial struct MagnitudeSample
{
    private partial struct SampleJob
    {
        private const float TinyTau = 1e-30f; // Below it an entry's product with 2⁶⁴ · 2²⁷ is far from the largest float.
        private const float Lift = 1.8446744e19f; // 2⁶⁴

        /// <summary>Magnitudes from here on surely pass; a zero never does.</summary>
        private static int SureFrom(float tau) => Math.Max(1, Magnitude.Of(tau));

        private static float InverseTau(float tau) => IsTiny(tau) ? Math.Min(1 / Lift / tau, float.MaxValue) : 1 / tau;

        /// <summary>Whether 1 / τ may be no float: magnitudes are then multiplied by 2⁶⁴ first, and by 2⁻⁶⁴ / τ.</summary>
        private static bool IsTiny(float tau) => tau < TinyTau;

        /// <summary>p · 2²⁷ of sixteen entries.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<int> Probability<TLift>(Vector512<float> magnitude, Vector512<int> belowSure, Vector512<float> inverseTau)
            where TLift : struct
        {
            Vector512<float> lifted = typeof(TLift) == typeof(Lifted) ? magnitude * Vector512.Create(Lift) : magnitude;
            Vector512<int> part = Vector512.ConvertToInt32Native(lifted * inverseTau * Vector512.Create((float)(1 << FractionBits)) + Vector512.Create(0.5f));
            return Vector512.ConditionalSelect(Vector512.GreaterThan(magnitude.AsInt32(), belowSure), Vector512.Create(1 << FractionBits), part);
        }

        // Loops of their own for τ that is next to nothing.
        private static long Sum(float* g, int count, float tau) => IsTiny(tau) ? SumOf<Lifted>(g, count, tau) : SumOf<Plain>(g, count, tau);

        private static int Pack(float* g, int count, float tau, uint fraction, int firstColumn, float* values, int* columns) => IsTiny(tau)
            ? PackOf<Lifted>(g, count, tau, fraction, firstColumn, values, columns)
            : PackOf<Plain>(g, count, tau, fraction, firstColumn, values, columns);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static long SumOf<TLift>(float* g, int count, float tau)
            where TLift : struct
        {
            Vector512<int> belowSure = Vector512.Create(SureFrom(tau) - 1);
            Vector512<float> inverseTau = Vector512.Create(InverseTau(tau));
            Vector512<long> total = default;
            for (int i = 0; i < count;)
            {
                // Fifteen probabilities, each at most 2²⁷, fit 32 bits with their sign.
                Vector512<int> block = default;
                for (int end = Math.Min(count, i + (15 * 16)); i < end; i += 16)
                {
                    Vector512<float> x = i + 16 <= count ? Vector512.Load(g + i) : Simd.LoadFirst(g + i, count - i);
                    block += Probability<TLift>(Vector512.Abs(x), belowSure, inverseTau);
                }
                total += Vector512.WidenLower(block) + Vector512.WidenUpper(block);
            }
            return Vector512.Sum(total);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static int PackOf<TLift>(float* g, int count, float threshold, uint fraction, int firstColumn, float* values, int* columns)
            where TLift : struct
        {
            Vector512<int> belowSure = Vector512.Create(SureFrom(threshold) - 1);
            Vector512<float> inverseTau = Vector512.Create(InverseTau(threshold));
            Vector512<int> tau = Vector512.Create(threshold).AsInt32();
            Vector512<int> signBit = Vector512.Create(int.MinValue);
            Vector512<int> column = Vector512<int>.Indices + Vector512.Create(firstColumn);
            Vector512<uint> sum = Vector512.Create(fraction);
            Vector512<uint> last = Vector512.Create(15u);
            Vector512<uint> fractions = Vector512.Create((1u << FractionBits) - 1);
            int n = 0;
            for (int i = 0; i < count; i += 16)
            {
                Vector512<float> x = i + 16 <= count ? Vector512.Load(g + i) : Simd.LoadFirst(g + i, count - i);
                Vector512<float> magnitude = Vector512.Abs(x);
                Vector512<uint> p = Probability<TLift>(magnitude, belowSure, inverseTau).AsUInt32();
                Vector512<uint> after = RunningSum(p) + sum;
                Vector512<int> keep = ~Vector512.Equals(after >>> FractionBits, (after - p) >>> FractionBits).AsInt32();

                // The next vector waits for this: all of it stays in vector registers.
                sum = Vector512.Shuffle(after, last) & fractions;
                Vector512<int> sure = Vector512.GreaterThan(magnitude.AsInt32(), belowSure);
                Vector512<int> value = Vector512.ConditionalSelect(sure, x.AsInt32(), tau | (x.AsInt32() & signBit));
                n += Compress(keep, value, column, values + n, columns + n);
                column += Vector512.Create(16);
            }
            return n;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Compress(Vector512<int> keep, Vector512<int> value, Vector512<int> column, float* values, int* columns)
        {
            uint bits = (uint)Vector512.ExtractMostSignificantBits(keep);
            if (Avx512F.IsSupported)
            {
                Avx512F.Compress(Vector512<int>.Zero, keep, value).Store((int*)values);
                Avx512F.Compress(Vector512<int>.Zero, keep, column).Store(columns);
            }
            else
            {
                int n = 0;
                for (uint rest = bits; rest != 0; rest &= rest - 1, n++)
                {
                    int lane = System.Numerics.BitOperations.TrailingZeroCount(rest);
                    values[n] = BitConverter.Int32BitsToSingle(value[lane]);
                    columns[n] = column[lane];
                }
            }
            return System.Numerics.BitOperations.PopCount(bits);
        }

        /// <summary>Lane i = the sum of lanes 0 … i.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<uint> RunningSum(Vector512<uint> p)
        {
            if (Avx512F.IsSupported)
            {
                p += Avx512F.AlignRight32(p, Vector512<uint>.Zero, 15);
                p += Avx512F.AlignRight32(p, Vector512<uint>.Zero, 14);
                p += Avx512F.AlignRight32(p, Vector512<uint>.Zero, 12);
                return p + Avx512F.AlignRight32(p, Vector512<uint>.Zero, 8);
            }
            uint* lanes = stackalloc uint[16];
            p.Store(lanes);
            for (int i = 1; i < 16; i++)
                lanes[i] += lanes[i - 1];
            return Vector512.Load(lanes);
        }

        private readonly struct Plain;

        private readonly struct Lifted;
    }
}
