using BenchmarkDotNet.Running;
using SparseDiff.Benchmarks;
using SparseDiff.Benchmarks.Ratios;

// `-- ratios [--quick]` compares sparse and dense, interleaved in one process; anything else goes to BenchmarkDotNet (`-- --filter '*'`).
if (args is ["ratios", ..])
    return RatioTable.Run(quick: args.Contains("--quick"));
BenchmarkSwitcher.FromAssembly(typeof(LinearBackwardBenchmarks).Assembly).Run(args);
return 0;
