namespace SparseDiff.Cpu;

/// <summary>The sum of two sparse matrices with different entries.</summary>
internal static unsafe class SparseUnion
{
    /// <summary>CSR of a + b: rowStart[rows + 1], indices ascending, values; room for the entries of both. Returns how many there are.</summary>
    public static int Add(in Csr a, in Csr b, int* rowStart, int* indices, float* values)
    {
        int n = 0;
        rowStart[0] = 0;
        for (int row = 0; row < a.Rows; row++)
        {
            int i = a.RowStart[row], iEnd = a.RowStart[row + 1];
            int j = b.RowStart[row], jEnd = b.RowStart[row + 1];
            while (i < iEnd || j < jEnd)
            {
                int left = i < iEnd ? a.Indices[i] : int.MaxValue;
                int right = j < jEnd ? b.Indices[j] : int.MaxValue;
                float value = 0;
                if (left <= right)
                    value += a.Values[i++];
                if (right <= left)
                    value += b.Values[j++];
                indices[n] = Math.Min(left, right);
                values[n++] = value;
            }
            rowStart[row + 1] = n;
        }
        return n;
    }
}
