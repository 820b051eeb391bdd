using System.Globalization;
using BenchmarkDotNet.Running;
using SparseDiff;
using SparseDiff.Benchmarks;
using SparseDiff.Benchmarks.Ratios;

// `-- ratios [--quick] [--threads N] [--policy NAME]` compares sparse and dense, interleaved in one process; anything else goes to BenchmarkDotNet (`-- --filter '*'`).
if (args is ["ratios", ..])
{
    int threads = Array.IndexOf(args, "--threads");
    if (threads >= 0 && threads + 1 < args.Length)
        CpuOptions.Threads = int.Parse(args[threads + 1], CultureInfo.InvariantCulture);
    int policy = Array.IndexOf(args, "--policy");
    if (policy >= 0 && policy + 1 < args.Length)
        RatioTable.Only = args[policy + 1];
    return RatioTable.Run(quick: args.Contains("--quick"));
}

BenchmarkSwitcher.FromAssembly(typeof(LinearBackwardBenchmarks).Assembly).Run(args);
return 0;
