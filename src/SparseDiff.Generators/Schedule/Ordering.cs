using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Schedule;

/// <summary>Orders kernels, calls and captured values: the user's order, but every step after what it reads.</summary>
internal sealed class Ordering(MethodSpec method, TensorProgram program, Uses uses, List<Kernel> kernels, int[] kernelOf)
{
    private readonly List<Step> steps = [];
    private readonly HashSet<(StepKind, int)> done = [];
    private readonly HashSet<int> fusedIntoSelection = [];

    public List<Step> Run()
    {
        foreach ((double _, StepKind kind, int index) in Units().OrderBy(static unit => unit.Key).ThenBy(static unit => unit.Kind).ThenBy(static unit => unit.Index))
            Emit(kind, index);
        return steps;
    }

    /// <summary>The kernel that a selection runs itself, so that its gradient never exists; -1 when there is none.</summary>
    public int FusedKernel(SelectNode select)
    {
        int kernel = kernelOf[select.Cotangent];
        return select.Fused is not null && kernel >= 0 && kernels[kernel].Format == Format.Tensor && kernels[kernel].Outputs.Count == 1
            && uses.Consumers[select.Cotangent].Count == 1 && uses.ShapeConsumers[select.Cotangent].Count == 0 && !uses.Roots.Contains(select.Cotangent)
            ? kernel
            : -1;
    }

    private IEnumerable<(double Key, StepKind Kind, int Index)> Units()
    {
        for (int i = 0; i < program.Nodes.Count; i++)
        {
            if (program.Nodes[i] is SelectNode select && FusedKernel(select) is >= 0 and var kernel)
                fusedIntoSelection.Add(kernel);
        }

        foreach (int scalar in uses.Scalars(program, method).Where(IsOwn))
            yield return (Before(method.Scalars[scalar].BeforeCall), StepKind.Scalar, scalar);
        for (int i = 0; i < program.Nodes.Count; i++)
        {
            if (!uses.IsLive[i] || program.Nodes[i] is SeedNode)
                continue;
            if (program.Nodes[i] is LeafNode leaf)
            {
                if (leaf.Kind == ValueKind.Member)
                    yield return (Before(leaf.BeforeCall), StepKind.Capture, i);
                continue;
            }

            if (kernelOf[i] < 0)
                yield return (i, StepKind.Node, i);
        }

        for (int k = 0; k < kernels.Count; k++)
        {
            if (!fusedIntoSelection.Contains(k))
                yield return (kernels[k].Outputs.Max(), StepKind.Kernel, k);
        }
    }

    /// <summary>Whether a scalar is evaluated in this block.</summary>
    private bool IsOwn(int scalar) => method.Scalars[scalar] is { IsArgument: false, IsPosition: false } spec && spec.Block == method.Block;

    /// <summary>A place just before the node of a call.</summary>
    private double Before(int call)
    {
        for (int i = 0; i < program.Nodes.Count; i++)
        {
            if (program.Positions[i] >= call)
                return i - 0.5;
        }

        return program.Nodes.Count;
    }

    private void Emit(StepKind kind, int index)
    {
        if (kind == StepKind.Scalar && !IsOwn(index) || !done.Add((kind, index)))
            return;
        int kernel = -1;
        switch (kind)
        {
            case StepKind.Scalar:
                RequireScalar(index);
                steps.Add(new Step(kind, index, -1, [method.Scalars[index].Line]));
                return;
            case StepKind.Kernel:
                RequireKernel(index);
                break;
            case StepKind.Node:
                kernel = program.Nodes[index] is SelectNode select ? FusedKernel(select) : -1;
                if (kernel >= 0)
                    RequireKernel(kernel);
                foreach (int earlier in program.Nodes[index].Follows.Where(earlier => uses.IsLive[earlier]))
                    Require(earlier);
                foreach (int read in program.Nodes[index].Reads.Concat(program.Nodes[index].ReadsShape))
                    Require(read);
                foreach (int scalar in program.Nodes[index].ReadsScalars)
                    Emit(StepKind.Scalar, scalar);
                break;
        }

        steps.Add(new Step(kind, index, kernel, LinesOf(kind, index, kernel)));
    }

    private void RequireScalar(int scalar)
    {
        foreach (int read in method.Scalars[scalar].ReadsScalars)
            Emit(StepKind.Scalar, read);
        foreach (int value in method.Scalars[scalar].Reads)
        {
            for (int i = 0; i < program.Nodes.Count; i++)
            {
                if (!program.Nodes[i].IsBackward && program.Nodes[i].Name == method.Values[value].Name)
                    Require(i);
            }
        }
    }

    private void RequireKernel(int kernel)
    {
        foreach (int input in kernels[kernel].Inputs)
            Require(input);
        foreach (int scalar in kernels[kernel].Scalars)
            Emit(StepKind.Scalar, scalar);
    }

    private void Require(int node)
    {
        if (kernelOf[node] >= 0)
        {
            if (!fusedIntoSelection.Contains(kernelOf[node]))
                Emit(StepKind.Kernel, kernelOf[node]);
        }
        else if (program.Nodes[node] is LeafNode leaf)
        {
            if (leaf.Kind == ValueKind.Member)
                Emit(StepKind.Capture, node);
            foreach (int scalar in leaf.ReadsScalars)
                Emit(StepKind.Scalar, scalar);
        }
        else if (program.Nodes[node] is not SeedNode)
        {
            Emit(StepKind.Node, node);
        }
    }

    private EquatableArray<int> LinesOf(StepKind kind, int index, int kernel)
    {
        IEnumerable<int> nodes = kind == StepKind.Kernel ? kernels[index].Body : [index];
        if (kernel >= 0)
            nodes = nodes.Concat(kernels[kernel].Body);
        bool backward = kind == StepKind.Kernel ? kernels[index].IsBackward : program.Nodes[index].IsBackward;
        return nodes.Where(node => program.Nodes[node].IsBackward == backward && program.Nodes[node] is not LeafNode)
            .Select(node => program.Nodes[node].Line).Where(static line => line >= 0).Distinct().OrderBy(static line => line).ToEquatable();
    }
}
