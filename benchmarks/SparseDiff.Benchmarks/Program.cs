using System.Globalization;
using BenchmarkDotNet.Running;
using SparseDiff;
using SparseDiff.Benchmarks;
using SparseDiff.Benchmarks.Generator;
using SparseDiff.Benchmarks.Loops;
using SparseDiff.Benchmarks.Peers;
using SparseDiff.Benchmarks.Ratios;

// `-- ratios [--quick] [--threads N] [--policy NAME]` compares sparse and dense, interleaved in one process; `-- peers [MODEL…] [--quick] [--threads N]`
// compares with PyTorch, process by process in turn; `-- generator [--quick]` times the generator over made-up models; `-- loops [--quick] [--threads N]`
// compares loops with the same steps written out; `-- selection [--quick] [--threads N]` times selections against reading memory; anything else goes to
// BenchmarkDotNet (`-- --filter '*'`).
if (args is ["generator", ..])
    return GeneratorTable.Run(args.Contains("--quick"));
if (args is ["ratios" or "peers" or "loops" or "selection", ..])
{
    bool quick = args.Contains("--quick");
    int threads = Array.IndexOf(args, "--threads");
    if (threads >= 0 && threads + 1 < args.Length)
        CpuOptions.Threads = int.Parse(args[threads + 1], CultureInfo.InvariantCulture);
    if (args[0] == "loops")
        return LoopTable.Run(quick);
    if (args[0] == "selection")
        return SelectionTable.Run(quick);
    if (args[0] == "peers")
        return PeerTable.Run(quick ? 5 : 30, [.. args[1..].TakeWhile(static arg => !arg.StartsWith('-'))]);
    int policy = Array.IndexOf(args, "--policy");
    if (policy >= 0 && policy + 1 < args.Length)
        RatioTable.Only = args[policy + 1];
    return RatioTable.Run(quick);
}

BenchmarkSwitcher.FromAssembly(typeof(LinearBackwardBenchmarks).Assembly).Run(args);
return 0;
