using System.Globalization;
using BenchmarkDotNet.Running;
using SparseDiff;
using SparseDiff.Benchmarks;
using SparseDiff.Benchmarks.Peers;
using SparseDiff.Benchmarks.Ratios;

// `-- ratios [--quick] [--threads N] [--policy NAME]` compares sparse and dense, interleaved in one process; `-- peers [MODEL…] [--quick] [--threads N]`
// compares with PyTorch, process by process in turn; anything else goes to BenchmarkDotNet (`-- --filter '*'`).
if (args is ["ratios" or "peers", ..])
{
    bool quick = args.Contains("--quick");
    int threads = Array.IndexOf(args, "--threads");
    if (threads >= 0 && threads + 1 < args.Length)
        CpuOptions.Threads = int.Parse(args[threads + 1], CultureInfo.InvariantCulture);
    int policy = Array.IndexOf(args, "--policy");
    if (policy >= 0 && policy + 1 < args.Length)
        RatioTable.Only = args[policy + 1];
    return args[0] == "ratios" ? RatioTable.Run(quick) : PeerTable.Run(quick ? 5 : 30, [.. args[1..].TakeWhile(static arg => !arg.StartsWith('-'))]);
}

BenchmarkSwitcher.FromAssembly(typeof(LinearBackwardBenchmarks).Assembly).Run(args);
return 0;
