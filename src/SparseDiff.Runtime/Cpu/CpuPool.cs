using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>Work that falls into independent parts. An implementation is a struct, so that running it allocates nothing.</summary>
internal interface IPartJob
{
    /// <summary>Does one part; parts may run in any order and at the same time.</summary>
    void Run(int part);
}

/// <summary>
/// The library's own threads. Each has a home among a job's parts: the same share of them in every job, so that a thread finds in its cache what
/// it wrote for the job before (with parts dealt out in turn, short kernels gained a third less from a second thread). A thread whose home is done
/// takes parts from the far end of the others' homes, so a part whose worker is not running yet is simply taken over; nobody waits for a thread
/// that has not started.
/// Workers spin for some microseconds after a job (dispatch is then a cache-line transfer) and park after that.
/// A job inside a job, or from a second thread while the pool is busy, runs on the thread that asked.
/// </summary>
internal static unsafe class CpuPool
{
    private const int MostThreads = 1024;
    private const int MostPartsAtHome = ushort.MaxValue;
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000; // 50 µs
    private static readonly Lock Growth = new();
    private static readonly Home* Homes = NoHomes();
    private static Worker[] workers = [];
    private static SharedWords shared;
    private static Exception? failure;
    private static int busy;

    [ThreadStatic]
    private static bool inside;

    /// <summary>How many threads take part, the caller included.</summary>
    public static int Threads => CpuOptions.Threads;

    /// <summary>Runs parts 0 … <paramref name="parts"/> − 1 and returns when all are done. <paramref name="job"/> must be a local variable: workers read it where it lies.</summary>
    public static void Run<TJob>(ref TJob job, int parts)
        where TJob : struct, IPartJob
    {
        int threads = Math.Min(Math.Min(Threads, parts), MostThreads);
        if (threads <= 1 || inside || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++)
                job.Run(part);
            return;
        }
        inside = true;
        try
        {
            int most = threads * MostPartsAtHome;
            for (int first = 0; first < parts; first += most)
            {
                int count = Math.Min(most, parts - first);
                uint epoch = Publish(Unsafe.AsPointer(ref job), &Invoke<TJob>, first, count, threads);
                Work(epoch, thread: 0);
                AwaitParts(count);
            }
            ThrowIfFailed();
        }
        finally
        {
            inside = false;
            Volatile.Write(ref busy, 0);
        }
    }

    private static uint Publish(void* job, delegate*<void*, int, void> invoke, int first, int parts, int threads)
    {
        if (workers.Length < threads - 1)
            Grow(threads - 1);
        uint epoch = shared.Epoch + 1;
        shared.Job = job;
        shared.Invoke = invoke;
        shared.Threads = threads;
        shared.Done = 0;
        for (int thread = 0; thread < threads; thread++)
        {
            int start = (int)((long)parts * thread / threads);
            int end = (int)((long)parts * (thread + 1) / threads);
            Homes[thread].First = first + start;
            Volatile.Write(ref Homes[thread].Ticket, Ticket(epoch, 0, end - start));
        }
        Interlocked.Exchange(ref shared.Epoch, epoch);
        Worker[] current = workers;
        for (int i = 0; i < threads - 1; i++)
            current[i].WakeIfParked();
        return epoch;
    }

    /// <summary>Claims and runs parts of the given epoch until none is left: those at home first, then the last ones of the others' homes.</summary>
    private static void Work(uint epoch, int thread)
    {
        int threads = shared.Threads;
        if (thread >= threads)
            return;
        int done = 0;
        for (int i = 0; i < threads; i++)
        {
            int home = thread + i < threads ? thread + i : thread + i - threads;
            while (RunPart(epoch, ref Homes[home], fromTheEnd: i != 0))
                done++;
        }
        if (done != 0)
            Interlocked.Add(ref shared.Done, done);
    }

    /// <summary>
    /// Claims and runs one part; false if none is left. A ticket holds the epoch and which parts are unclaimed, in one word: the job's fields
    /// change only while no part is unclaimed, so a claim that succeeds has read the fields of its own job.
    /// </summary>
    private static bool RunPart(uint epoch, ref Home home, bool fromTheEnd)
    {
        long seen = Volatile.Read(ref home.Ticket);
        while (true)
        {
            int next = (ushort)(seen >> 16);
            int end = (ushort)seen;
            if ((uint)(seen >>> 32) != epoch || next == end)
                return false;
            void* job = shared.Job;
            delegate*<void*, int, void> invoke = shared.Invoke;
            int part = home.First + (fromTheEnd ? end - 1 : next);
            long claimed = fromTheEnd ? Ticket(epoch, next, end - 1) : Ticket(epoch, next + 1, end);
            long before = Interlocked.CompareExchange(ref home.Ticket, claimed, seen);
            if (before != seen)
            {
                seen = before;
                continue;
            }
            try
            {
                invoke(job, part);
            }
#pragma warning disable CA1031 // Whatever a kernel throws must reach the thread that asked for it, not end the process.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
            return true;
        }
    }

    private static long Ticket(uint epoch, int next, int end) => ((long)epoch << 32) | ((long)next << 16) | (uint)end;

    private static void AwaitParts(int parts)
    {
        long start = 0;
        for (int round = 1; Volatile.Read(ref shared.Done) != parts; round++)
        {
            Pause();
            if ((round & 31) != 0)
                continue;
            if (start == 0)
                start = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetTimestamp() - start > SpinTicks)
                Thread.Yield(); // The worker that holds the last part may need this core.
        }
    }

    private static void ThrowIfFailed()
    {
        Exception? thrown = failure;
        if (thrown is null)
            return;
        failure = null;
        ExceptionDispatchInfo.Throw(thrown);
    }

    private static Home* NoHomes()
    {
        var homes = (Home*)NativeMemory.AlignedAlloc(MostThreads * (nuint)sizeof(Home), (nuint)sizeof(Home));
        new Span<Home>(homes, MostThreads).Clear();
        return homes;
    }

    private static void Grow(int count)
    {
        lock (Growth)
        {
            var grown = new Worker[count];
            workers.CopyTo(grown, 0);
            for (int i = workers.Length; i < count; i++)
                grown[i] = new Worker(i);
            workers = grown;
        }
    }

    private static void Invoke<TJob>(void* job, int part)
        where TJob : struct, IPartJob => Unsafe.AsRef<TJob>(job).Run(part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pause()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else
            Thread.SpinWait(1);
    }

#pragma warning disable CA1001 // A worker and its event live as long as the process.
    /// <summary>One background thread with its parking place.</summary>
    private sealed class Worker
#pragma warning restore CA1001
    {
        private readonly int index;
        private readonly ManualResetEventSlim awake = new(false, 0);
        private int parked;

        public Worker(int index)
        {
            this.index = index;
            new Thread(Loop) { IsBackground = true, Name = $"SparseDiff CPU {index + 1}" }.Start();
        }

        public void WakeIfParked()
        {
            if (Interlocked.Exchange(ref parked, 0) == 1)
                awake.Set();
        }

        private void Loop()
        {
            inside = true;
            uint epoch = Volatile.Read(ref shared.Epoch) - 1;
            while (true)
            {
                epoch = AwaitEpochAfter(epoch);
                Work(epoch, index + 1);
            }
        }

        private uint AwaitEpochAfter(uint last)
        {
            long start = Stopwatch.GetTimestamp();
            for (int round = 1; ; round++)
            {
                uint now = Volatile.Read(ref shared.Epoch);
                if (now != last)
                    return now;
                Pause();
                if ((round & 63) == 0 && Stopwatch.GetTimestamp() - start > SpinTicks)
                {
                    Park(last);
                    start = Stopwatch.GetTimestamp();
                }
            }
        }

        /// <summary>Sleeps unless a job was published between the last look and the announcement that we sleep.</summary>
        private void Park(uint last)
        {
            awake.Reset();
            Interlocked.Exchange(ref parked, 1);
            if (Volatile.Read(ref shared.Epoch) != last)
                Interlocked.Exchange(ref parked, 0);
            else
                awake.Wait();
        }
    }

    /// <summary>A thread's share of the parts, in cache lines of its own (two, as processors fetch neighbours).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Home
    {
        /// <summary>Epoch, first and end of the unclaimed parts, counted from <see cref="First"/>.</summary>
        [FieldOffset(0)]
        public long Ticket;
        [FieldOffset(8)]
        public int First;
    }

    /// <summary>What caller and workers share; the two contended words have cache lines of their own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct SharedWords
    {
        [FieldOffset(64)]
        public void* Job;
        [FieldOffset(72)]
        public delegate*<void*, int, void> Invoke;
        [FieldOffset(80)]
        public int Threads;
        [FieldOffset(192)]
        public uint Epoch;
        [FieldOffset(320)]
        public int Done;
    }
}
