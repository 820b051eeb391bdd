using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>Copies numbers of an image that lie at the sums of a row's and a column's offset into the strips the micro-kernel reads.</summary>
internal static unsafe class PatchPacking
{
    /// <summary>Floats behind the image that may be read, and behind the strip that may be written.</summary>
    public const int Slack = 16;

    private const int ShortStretch = 3;

    /// <summary>into[r, c] = image[rows[r] + columns[c]], rows of <paramref name="width"/>; what stands in columns behind the last is undefined.</summary>
    public static void Pack(float* image, int* rows, int rowCount, int* columns, int columnCount, float* into, int width)
    {
        int* stretches = Scratch.Get<int>(ScratchUse.Stretches, 3L * columnCount);
        int count = FindStretches(columns, columnCount, stretches);
        if (columnCount >= ShortStretch * count || !Avx2.IsSupported)
            CopyStretches(image, rows, rowCount, stretches, count, into, width);
        else
            Gather(image, rows, rowCount, columns, columnCount, into, width);
    }

    /// <summary>The maximal stretches of columns that are neighbours in the image: offset, first column, length.</summary>
    private static int FindStretches(int* columns, int columnCount, int* stretches)
    {
        int count = 0;
        for (int column = 0; column < columnCount; count++)
        {
            int first = column++;
            while (column < columnCount && columns[column] == columns[column - 1] + 1)
                column++;
            stretches[3 * count] = columns[first];
            stretches[(3 * count) + 1] = first;
            stretches[(3 * count) + 2] = column - first;
        }
        return count;
    }

    /// <summary>Whole vectors, ascending: what one stores too much, the next overwrites.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyStretches(float* image, int* rows, int rowCount, int* stretches, int count, float* into, int width)
    {
        for (int row = 0; row < rowCount; row++, into += width)
        {
            float* from = image + rows[row];
            for (int* s = stretches; s < stretches + (3 * count); s += 3)
            {
                float* source = from + s[0];
                float* target = into + s[1];
                for (int left = s[2]; left > 0; left -= 16, source += 16, target += 16)
                    Vector512.Load(source).Store(target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* image, int* rows, int rowCount, int* columns, int columnCount, float* into, int width)
    {
        for (int row = 0; row < rowCount; row++, into += width)
        {
            float* from = image + rows[row];
            int column = 0;
            for (; column + 8 <= columnCount; column += 8)
                Avx2.GatherVector256(from, Vector256.Load(columns + column), sizeof(float)).Store(into + column);
            for (; column < columnCount; column++)
                into[column] = from[columns[column]];
        }
    }
}
