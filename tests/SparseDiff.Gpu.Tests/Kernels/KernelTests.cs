using System.Reflection;
using SparseDiff.Kernels;

namespace SparseDiff.Tests.Kernels;

public class KernelTests
{
    public static TheoryData<string> Cases => [.. KernelTable.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kernel_on_the_emulator_equals_the_reference(string name) => Compare(KernelTable.All[name], Device.GpuEmulator);

    [GpuTheory]
    [MemberData(nameof(Cases))]
    public void Kernel_on_the_GPU_equals_the_reference(string name) => Compare(KernelTable.All[name], Device.Gpu());

    [Fact]
    public void Every_member_of_the_waist_has_a_case()
    {
        IEnumerable<string> members = typeof(KernelSet).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(static m => m.Name);
        Assert.Empty(members.Except(KernelTable.All.Values.Select(static c => c.Member)));
    }

    private static void Compare(KernelCase kernelCase, Device device)
    {
        Rig expected = new(Device.Reference);
        Rig actual = new(device);
        kernelCase.Run(expected);
        kernelCase.Run(actual);
        Assert.Equal(expected.Results.Count, actual.Results.Count);
        for (int result = 0; result < expected.Results.Count; result++)
            Equal(expected.Results[result], actual.Results[result], result);
    }

    private static void Equal(float[] expected, float[] actual, int result)
    {
        const float tolerance = 2e-5f;
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = expected[i].Equals(actual[i]) || MathF.Abs(expected[i] - actual[i]) <= tolerance * (1 + MathF.Abs(expected[i]));
            Assert.True(same, $"Result {result}, entry {i}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }
}
