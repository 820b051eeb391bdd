using SparseDiff.Cpu;

namespace SparseDiff.Tests;

public sealed class CpuPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_part_runs_exactly_once(int threads)
    {
        Threads.With(threads, () =>
        {
            for (int repeat = 0; repeat < 2000; repeat++)
            {
                int parts = repeat % 9;
                var job = new Counting { Runs = new int[parts] };
                CpuPool.Run(ref job, parts);
                Assert.All(job.Runs, static runs => Assert.Equal(1, runs));
            }
            return 0;
        });
    }

    [Fact]
    public void A_late_worker_never_claims_a_part_of_the_next_job()
    {
        // Jobs with more and more parts, back to back: what a worker read of the last job must not let it into this one.
        Threads.With(4, () =>
        {
            for (int repeat = 0; repeat < 20000; repeat++)
            {
                int parts = 2 + (repeat % 40);
                var job = new Counting { Runs = new int[parts] };
                CpuPool.Run(ref job, parts);
                foreach (int runs in job.Runs)
                    Assert.Equal(1, runs);
            }
            return 0;
        });
    }

    [Fact]
    public void Workers_that_went_to_sleep_are_woken()
    {
        for (int repeat = 0; repeat < 20; repeat++)
        {
            Thread.Sleep(2);
            var job = new Counting { Runs = new int[5] };
            CpuPool.Run(ref job, 5);
            Assert.All(job.Runs, static runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void Jobs_from_several_threads_and_inside_jobs_are_all_done()
    {
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int repeat = 0; repeat < 500; repeat++)
            {
                var job = new Nested { Runs = new int[6] };
                CpuPool.Run(ref job, 6);
                Assert.All(job.Runs, static runs => Assert.Equal(3, runs));
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
    }

    [Fact]
    public void An_exception_of_a_part_reaches_the_caller_and_the_pool_goes_on()
    {
        var failing = new Failing();
        Assert.Throws<InvalidOperationException>(() => CpuPool.Run(ref failing, 8));
        var job = new Counting { Runs = new int[5] };
        CpuPool.Run(ref job, 5);
        Assert.All(job.Runs, static runs => Assert.Equal(1, runs));
    }

    [Fact]
    public void Running_a_job_allocates_nothing()
    {
        var job = new Counting { Runs = new int[8] };
        CpuPool.Run(ref job, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int repeat = 0; repeat < 100; repeat++)
            CpuPool.Run(ref job, 8);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Threads_must_be_positive() => Assert.Throws<ArgumentOutOfRangeException>(() => CpuOptions.Threads = 0);

    private struct Counting : IPartJob
    {
        public int[] Runs;

        public readonly void Run(int part) => Interlocked.Increment(ref Runs[part]);
    }

    private struct Nested : IPartJob
    {
        public int[] Runs;

        public readonly void Run(int part)
        {
            var inner = new Counting { Runs = new int[3] };
            CpuPool.Run(ref inner, 3);
            Interlocked.Add(ref Runs[part], inner.Runs.Sum());
        }
    }

    private struct Failing : IPartJob
    {
        public readonly void Run(int part)
        {
            if (part == 3)
                throw new InvalidOperationException("part 3");
        }
    }
}
