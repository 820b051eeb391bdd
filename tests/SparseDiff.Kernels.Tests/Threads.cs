namespace SparseDiff.Tests;

/// <summary>Runs something with another number of threads.</summary>
internal static class Threads
{
    public static T With<T>(int count, Func<T> body)
    {
        int before = CpuOptions.Threads;
        CpuOptions.Threads = count;
        try
        {
            return body();
        }
        finally
        {
            CpuOptions.Threads = before;
        }
    }
}
