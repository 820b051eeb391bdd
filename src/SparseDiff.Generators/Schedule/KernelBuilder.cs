using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Schedule;

/// <summary>Makes kernels of the groups that fusion found.</summary>
internal sealed class KernelBuilder(TensorProgram program, Fusion fusion, NamePool names)
{
    /// <summary>Names of kernels beside those of the class that they are in and of the lane structs that they use.</summary>
    public static NamePool NamesBeside(MethodSpec method, IEnumerable<BoundCall> calls) =>
        new([$"{method.PlainName}Kernels", .. calls.Select(static call => call.Operation.Lane?.Name).OfType<string>(), "V", "A", "Apply", "OnGpu", "GpuKernel", "Equals", "GetHashCode", "ToString", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals"]);

    /// <summary>The kernels, and of each node the kernel that computes it (or -1).</summary>
    public (List<Kernel> Kernels, int[] KernelOf) Build()
    {
        List<Kernel> kernels = [];
        int[] kernelOf = [.. Enumerable.Repeat(-1, program.Nodes.Count)];
        foreach (IReadOnlyList<int> group in fusion.Groups)
        {
            List<int> inputs = fusion.Inputs(group);
            if (inputs.Count(input => program.Nodes[input].Format != Format.Tensor) > 1)
                continue;
            foreach (int node in group)
                kernelOf[node] = kernels.Count;
            List<int> outputs = fusion.Outputs(group);
            List<int> body = fusion.Body(group, inputs);
            kernels.Add(new Kernel(
                names.Take(NameOf(outputs)), program.Nodes[group[0]].Format, body.ToEquatable(), inputs.ToEquatable(), outputs.ToEquatable(),
                body.SelectMany(node => program.Nodes[node].ReadsScalars).Distinct().ToEquatable(), program.Nodes[group[0]].IsBackward));
        }

        return (kernels, kernelOf);
    }

    private string NameOf(List<int> outputs) => string.Join("And", outputs.Select(output =>
    {
        string name = program.Nodes[output].Name.TrimStart('@').TrimStart('_');
        return name.Length == 0 ? "Value" : char.ToUpperInvariant(name[0]) + name.Substring(1);
    }));
}
