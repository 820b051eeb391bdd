namespace SparseDiff.Benchmarks.Selections;

/// <summary>The textbook's way to the k-th largest number (Hoare's FIND, Communications of the ACM 4, 1961), for comparison.</summary>
internal static class Quickselect
{
    /// <summary>The k-th largest of some numbers, which are reordered.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="k">1 for the largest.</param>
    public static float Largest(Span<float> values, int k)
    {
        int low = 0, high = values.Length - 1, wanted = k - 1;
        while (low < high)
        {
            float pivot = MedianOfThree(values[low], values[low + ((high - low) / 2)], values[high]);
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] > pivot)
                    left++;
                while (values[right] < pivot)
                    right--;
                if (left > right)
                    break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            if (wanted <= right)
                high = right;
            else if (wanted >= left)
                low = left;
            else
                return values[wanted];
        }

        return values[wanted];
    }

    private static float MedianOfThree(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
