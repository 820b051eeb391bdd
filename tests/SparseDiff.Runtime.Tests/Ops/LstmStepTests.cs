using SparseDiff.Kernels;
using SparseDiff.Tests.Rules;

namespace SparseDiff.Tests;

public class LstmStepTests
{
    private const double Step = 1e-5;

    [Fact]
    public void The_step_is_gates_memory_and_output_in_one()
    {
        foreach (int[] shape in (int[][])[[3, 5], [2, 2, 33], [1, 1], [0, 4]])
        {
            Tensor z = RuleTable.Random(1, [.. shape[..^1], 4 * shape[^1]]).To(Device.Cpu), c = RuleTable.Random(2, shape).To(Device.Cpu);
            Tensor gates = Ops.LstmGates(z);
            Tensor memory = Ops.LstmMemory(gates, c);
            foreach ((Tensor Told, Tensor Memory) step in new[] { Ops.LstmStep(z, c), Ops.LstmStepForward(z, c, out _, new Workspace()) })
            {
                AssertClose(Ops.LstmOutput(gates, memory).ToArray(), step.Told.ToArray());
                AssertClose(memory.ToArray(), step.Memory.ToArray());
            }
        }
    }

    [Fact]
    public void The_gradients_are_those_of_central_differences_in_double_precision()
    {
        Tensor z = RuleTable.Random(1, 3, 20), c = RuleTable.Random(2, 3, 5), dTold = RuleTable.Random(3, 3, 5), dMemory = RuleTable.Random(4, 3, 5);
        Ops.LstmStepForward(z, c, out Ops.LstmStepSaved saved, new Workspace());
        Ops.LstmStepBackward(saved, dTold, dMemory, out Tensor dZ, out Tensor dC);
        foreach ((Tensor argument, Tensor gradient) in new[] { (z, dZ), (c, dC) })
        {
            double[] values = ((ReferenceStorage)argument.Storage).Values;
            double[] actual = Doubles.Load(gradient);
            for (int i = 0; i < values.Length; i++)
            {
                double original = values[i];
                values[i] = original + Step;
                double above = Weighted();
                values[i] = original - Step;
                double below = Weighted();
                values[i] = original;
                Assert.Equal((above - below) / (2 * Step), actual[i], 1e-8);
            }
        }

        double Weighted()
        {
            (Tensor told, Tensor memory) = Ops.LstmStep(z, c);
            return Doubles.Load(told).Zip(Doubles.Load(dTold), (y, d) => y * d).Sum() + Doubles.Load(memory).Zip(Doubles.Load(dMemory), (y, d) => y * d).Sum();
        }
    }

    [Fact]
    public void The_processor_gives_the_gradients_of_the_reference()
    {
        Tensor z = RuleTable.Random(1, 7, 132), c = RuleTable.Random(2, 7, 33), dTold = RuleTable.Random(3, 7, 33), dMemory = RuleTable.Random(4, 7, 33);
        (float[] expectedZ, float[] expectedC) = Gradients(Device.Reference);
        (float[] actualZ, float[] actualC) = Gradients(Device.Cpu);
        AssertClose(expectedZ, actualZ);
        AssertClose(expectedC, actualC);

        (float[] DZ, float[] DC) Gradients(Device device)
        {
            Ops.LstmStepForward(z.To(device), c.To(device), out Ops.LstmStepSaved saved, new Workspace());
            Ops.LstmStepBackward(saved, dTold.To(device), dMemory.To(device), out Tensor dZ, out Tensor dC);
            return (dZ.ToArray(), dC.ToArray());
        }
    }

    [Fact]
    public void A_later_step_in_the_same_workspace_is_noticed()
    {
        Tensor z = RuleTable.Random(1, 3, 20), c = RuleTable.Random(2, 3, 5);
        Workspace workspace = new();
        Ops.LstmStepForward(z, c, out Ops.LstmStepSaved saved, workspace);
        Ops.LstmStepForward(z, c, out _, workspace);
        Assert.Throws<InvalidOperationException>(() => Ops.LstmStepBackward(saved, c, c, out _, out _));
        Assert.Throws<ShapeException>(() => Ops.LstmStep(c, z));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f);
    }
}
