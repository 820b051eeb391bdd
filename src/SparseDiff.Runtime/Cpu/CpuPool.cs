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
/// The library's own threads. A job's parts are claimed one by one from an atomic ticket, by the caller too, so a part whose
/// worker is not running yet is simply taken over; nobody waits for a thread that has not started.
/// Workers spin for some microseconds after a job (dispatch is then a cache-line transfer) and park after that.
/// A job inside a job, or from a second thread while the pool is busy, runs on the thread that asked.
/// </summary>
internal static unsafe class CpuPool
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000; // 50 µs
    private static readonly Lock Growth = new();
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
        int helpers = Math.Min(Threads, parts) - 1;
        if (helpers <= 0 || inside || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++)
                job.Run(part);
            return;
        }
        inside = true;
        try
        {
            Publish(Unsafe.AsPointer(ref job), &Invoke<TJob>, parts, helpers);
            Work(Epoch(shared.Ticket), workerIndex: -1);
            AwaitParts(parts);
            ThrowIfFailed();
        }
        finally
        {
            inside = false;
            Volatile.Write(ref busy, 0);
        }
    }

    private static void Publish(void* job, delegate*<void*, int, void> invoke, int parts, int helpers)
    {
        if (workers.Length < helpers)
            Grow(helpers);
        shared.Job = job;
        shared.Invoke = invoke;
        shared.Parts = parts;
        shared.Helpers = helpers;
        shared.Done = 0;
        Interlocked.Exchange(ref shared.Ticket, ((long)(Epoch(shared.Ticket) + 1) << 32) | (uint)parts);
        Worker[] current = workers;
        for (int i = 0; i < helpers; i++)
            current[i].WakeIfParked();
    }

    /// <summary>
    /// Claims and runs parts of the given epoch until none is left. The ticket holds the epoch and how many parts are unclaimed, in one word: the
    /// job's fields change only while no part is unclaimed, so a claim that succeeds has read the fields of its own job.
    /// </summary>
    private static void Work(uint epoch, int workerIndex)
    {
        long seen = Volatile.Read(ref shared.Ticket);
        while (Epoch(seen) == epoch && (uint)seen != 0)
        {
            void* job = shared.Job;
            delegate*<void*, int, void> invoke = shared.Invoke;
            int part = shared.Parts - (int)(uint)seen;
            if (workerIndex >= shared.Helpers)
                return;
            long before = Interlocked.CompareExchange(ref shared.Ticket, seen - 1, seen);
            if (before == seen)
            {
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
                Interlocked.Increment(ref shared.Done);
                seen = Volatile.Read(ref shared.Ticket);
            }
            else
                seen = before;
        }
    }

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

    private static uint Epoch(long ticket) => (uint)(ticket >>> 32);

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
            uint epoch = Epoch(Volatile.Read(ref shared.Ticket)) - 1;
            while (true)
            {
                epoch = AwaitEpochAfter(epoch);
                Work(epoch, index);
            }
        }

        private uint AwaitEpochAfter(uint last)
        {
            long start = Stopwatch.GetTimestamp();
            for (int round = 1; ; round++)
            {
                uint now = Epoch(Volatile.Read(ref shared.Ticket));
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
            if (Epoch(Volatile.Read(ref shared.Ticket)) != last)
                Interlocked.Exchange(ref parked, 0);
            else
                awake.Wait();
        }
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
        public int Parts;
        [FieldOffset(84)]
        public int Helpers;
        [FieldOffset(192)]
        public long Ticket;
        [FieldOffset(320)]
        public int Done;
    }
}
