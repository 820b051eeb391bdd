using SparseDiff.Kernels;

namespace SparseDiff.Tests.Kernels;

public class ThreadTests
{
    [Fact]
    public void Two_threads_on_one_device_do_not_disturb_each_other()
    {
        // Primitives of several launches with scratch memory in between, and one without, on data of different shapes.
        int[] widths = [13, 29];
        var results = new IReadOnlyList<float[]>[widths.Length];
        Parallel.For(0, widths.Length, new ParallelOptions { MaxDegreeOfParallelism = widths.Length }, i => results[i] = Select(Device.GpuEmulator, widths[i]));
        for (int i = 0; i < widths.Length; i++)
            Assert.Equal(Select(Device.Reference, widths[i]), results[i]);
    }

    private static IReadOnlyList<float[]> Select(Device device, int width)
    {
        Rig rig = new(device);
        for (int round = 0; round < 3; round++)
        {
            SparseRows largest = rig.EmptySparse();
            rig.Kernels.SelectTensor(default(Identity), [rig.Random(3, width)], [3, width], width, largest);
            rig.Hand(largest);
            Tensor moved = rig.Room(width, 3);
            rig.Kernels.Permute(rig.Random(3, width), [1, 0], moved);
            rig.Hand(moved);
        }

        return rig.Results;
    }
}
