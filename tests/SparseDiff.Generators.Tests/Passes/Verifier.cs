using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Tests.Passes;

/// <summary>What must hold of the intermediate representation after each pass.</summary>
internal static class Verifier
{
    /// <summary>After parsing: every name is defined before it is used, and assigned once.</summary>
    public static void Verify(MethodSpec method)
    {
        HashSet<int> defined = [.. Enumerable.Range(0, method.Values.Count).Where(i => method.Values[i].Kind is not (ValueKind.Call or ValueKind.List))];
        Verify(method, method.Calls, defined);
        Assert.All(method.Results, result => Assert.Contains(result, defined));
    }

    private static void Verify(MethodSpec method, IEnumerable<CallSpec> calls, HashSet<int> defined)
    {
        foreach (CallSpec call in calls)
        {
            foreach (OperandSpec operand in call.Operands)
            {
                Assert.True(operand.Kind is not (OperandKind.Tensor or OperandKind.List) || defined.Contains(operand.Index), $"{call.Name} reads a value that is not defined yet.");
                Assert.True(operand.Kind != OperandKind.Scalar || operand.Index < method.Scalars.Count, $"{call.Name} reads a scalar that does not exist.");
            }

            Assert.True(call.List is not { Access: not ListAccess.Create } || defined.Contains(call.List.List), $"{call.Name} is touched before it is made.");
            foreach (BlockSpec block in call.Region?.Blocks ?? [])
            {
                HashSet<int> inner = [.. defined];
                Verify(method, block.Calls, inner);
                Assert.Equal(call.Results.Count, block.Outputs.Count);
                Assert.All(block.Outputs, output => Assert.Contains(output, inner));
            }

            Assert.All(call.Results, result => Assert.True(defined.Add(result), $"{call.Name} defines a value twice."));
            Assert.InRange(call.Line, 0, method.Lines.Count - 1);
        }
    }

    /// <summary>After the reverse transform: nodes come after what they read, formats fit, shapes are consistent.</summary>
    public static void Verify(TensorProgram program)
    {
        for (int i = 0; i < program.Nodes.Count; i++)
        {
            Node node = program.Nodes[i];
            Assert.All(node.Reads.Concat(node.ReadsShape).Concat(node.Follows), read => Assert.InRange(read, 0, i - 1));
            Assert.All(node.Reads, read => Assert.True(node.IsBackward || !program.Nodes[read].IsBackward, $"The forward node {node.Name} reads a gradient."));
            switch (node)
            {
                case LaneNode { IsBackward: true } pull:
                    Assert.Equal(pull.Format, FormatOf(program, pull.Operands));
                    break;
                case RuleNode rule:
                    Assert.Equal(rule.Rule.Accepts, FormatOf(program, rule.Operands));
                    break;
                case SelectNode select:
                    Assert.Equal(select.Rule.Accepts, FormatOf(program, select.Operands));
                    break;
                case SumNode sum:
                    Assert.Equal(program.Nodes[sum.Left].Shape, program.Nodes[sum.Right].Shape);
                    Assert.Equal(sum.IsMixed, program.Nodes[sum.Left].Format != program.Nodes[sum.Right].Format);
                    break;
                case ChildNode child:
                    Assert.Equal(program.Nodes[child.Candidate].Shape, child.Shape);
                    Assert.NotEqual(Format.Tensor, child.Format);
                    break;
                case ToDenseNode dense:
                    Assert.NotEqual(Format.Tensor, program.Nodes[dense.Source].Format);
                    break;
            }
        }
    }

    /// <summary>After scheduling: everything is computed before it is read, and no buffer is overwritten that is still needed.</summary>
    public static void Verify(MethodPlan plan)
    {
        foreach (MethodPlan block in plan.Regions.SelectMany(static region => region.Blocks))
        {
            Verify(block.Program);
            Verify(block);
        }

        HashSet<int> computed = [.. Enumerable.Range(0, plan.Program.Nodes.Count).Where(i => plan.Program.Nodes[i] is LeafNode { Kind: not ValueKind.Member } or SeedNode)];
        Dictionary<(Format, int, bool), int> owner = [];
        foreach (Step step in plan.Forward.Concat(plan.Backward))
        {
            foreach (int read in Reads(plan, step))
            {
                Assert.False(plan.Slots[read].IsPassing && plan.Backward.Contains(step), $"{plan.Program.Nodes[read].Name} is gone when the backward pass reads it.");
                Assert.True(computed.Contains(read), $"{plan.Program.Nodes[read].Name} is read before it is computed.");
                AssertIntact(plan, read, owner);
            }

            foreach (int earlier in step.Kind == StepKind.Node ? plan.Program.Nodes[step.Index].Follows : [])
                Assert.True(computed.Contains(earlier) || !plan.Forward.Concat(plan.Backward).Any(other => other.Kind == StepKind.Node && other.Index == earlier), "A list is touched too early.");
            foreach (int kept in step.Kind == StepKind.Node ? plan.Program.Nodes[step.Index].KeepsIntact : [])
                AssertIntact(plan, kept, owner);

            foreach (int output in Computes(plan, step))
            {
                computed.Add(output);
                Assert.False(plan.Slots[output].IsPassing && plan.Program.Nodes[output].IsBackward, "A gradient may be read by the next turn.");
                if (plan.Slots[output].Index >= 0)
                    owner[(plan.Program.Nodes[output].Format, plan.Slots[output].Index, plan.Slots[output].IsPassing)] = output;
            }
        }

        foreach (int held in plan.Program.Held.Where(computed.Contains))
            AssertIntact(plan, held, owner);
        foreach (int result in plan.Program.Results)
            AssertIntact(plan, result, owner);
        foreach (GradientOutput output in plan.Program.Outputs)
            AssertIntact(plan, output.Node, owner);
        foreach (Kernel kernel in plan.Kernels)
        {
            Assert.InRange(kernel.Inputs.Count, 1, Kernel.MaximalInputs);
            Assert.InRange(kernel.Outputs.Count, 1, Kernel.MaximalOutputs);
            int[] shape = [.. kernel.Inputs.SelectMany(input => plan.Program.Nodes[input].Shape).Distinct().Order()];

            // Where shapes are declared, one input may be known to have the shape that all broadcast to.
            bool isDeclared = kernel.Inputs.Any(input => plan.Shapes.Any(known => known.Name == plan.Program.Nodes[input].Name));
            Assert.All(kernel.Outputs, output => Assert.True(
                plan.Program.Nodes[output].Shape.SequenceEqual(shape) || (isDeclared && kernel.Inputs.Any(input => plan.Program.Nodes[input].Shape.Equals(plan.Program.Nodes[output].Shape)))));
        }

        HashSet<string> names = [];
        foreach (int node in plan.Forward.Concat(plan.Backward).SelectMany(step => Computes(plan, step)))
            Assert.True(plan.Program.Nodes[node].Name.Length == 0 || names.Add(plan.Program.Nodes[node].Name), $"Two variables are called {plan.Program.Nodes[node].Name}.");
    }

    private static Format FormatOf(TensorProgram program, IEnumerable<Operand> operands) =>
        program.Nodes[operands.First(static operand => operand.Parameter == VjpRule.Cotangent).Index].Format;

    private static void AssertIntact(MethodPlan plan, int node, Dictionary<(Format, int, bool), int> owner)
    {
        SlotSpec slot = plan.Slots[node];
        // The sum of a gradient that was not stretched is that gradient itself.
        if (slot.Index >= 0)
            Assert.Equal(node, owner[(plan.Program.Nodes[node].Format, slot.Index, slot.IsPassing)]);
        IEnumerable<int> sources = plan.Program.Nodes[node] switch
        {
            CallNode { Operation.HasInto: false } view => view.Reads,
            RuleNode { Target: null, Rule.Into: Destination.None } view => view.Reads,
            SumToNode { Target: null } view => view.Reads,
            ChildNode child when plan.Program.Nodes[child.Candidate].Format != Format.Tensor => [child.Candidate],
            PartNode view => view.MayShare,
            _ => [],
        };
        foreach (int source in sources)
            AssertIntact(plan, source, owner);
    }

    private static EquatableArray<int> Computes(MethodPlan plan, Step step) => step.Kind switch
    {
        StepKind.Kernel => plan.Kernels[step.Index].Outputs,
        StepKind.Node or StepKind.Capture => [step.Index],
        _ => [],
    };

    private static IEnumerable<int> Reads(MethodPlan plan, Step step) => step.Kind switch
    {
        StepKind.Kernel => plan.Kernels[step.Index].Inputs,
        StepKind.Node when step.Kernel >= 0 => plan.Kernels[step.Kernel].Inputs,
        StepKind.Node => plan.Program.Nodes[step.Index].Reads,
        _ => [],
    };
}
