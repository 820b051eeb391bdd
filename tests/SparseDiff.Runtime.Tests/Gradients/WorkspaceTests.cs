using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Gradients;

public class WorkspaceTests
{
    [Fact]
    public void A_slot_gives_the_same_tensor_for_the_same_shape_and_its_memory_for_smaller_ones()
    {
        using var workspace = new Workspace();
        Tensor large = workspace[0].Take(Device.Cpu, 4, 3);
        Tensor small = workspace[0].Take(Device.Cpu, 2, 3);
        Assert.Same(large, workspace[0].Take(Device.Cpu, 4, 3));
        Assert.Same(large.Storage, small.Storage);
        Assert.NotSame(large.Storage, workspace[1].Take(Device.Cpu, 4, 3).Storage);
    }

    [Fact]
    public void A_slot_that_outgrows_its_memory_gives_the_old_memory_back()
    {
        using var workspace = new Workspace();
        Tensor small = workspace[0].Take(Device.Cpu, 2);
        Tensor large = workspace[0].Take(Device.Cpu, 4);
        Assert.True(small.Storage.IsDisposed);
        Assert.False(large.Storage.IsDisposed);
        Assert.Equal("[2]", workspace[0].Take(Device.Cpu, 2).ShapeText);
    }

    [Fact]
    public void Asking_again_for_known_shapes_allocates_nothing()
    {
        using var workspace = new Workspace();
        Use(workspace);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Use(workspace);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Saved_values_of_an_older_forward_pass_are_refused()
    {
        using var workspace = new Workspace();
        WorkspaceStamp old = workspace.Begin().Stamp();
        workspace.Begin();
        TensorTests.Says<InvalidOperationException>("M.LossBackward: a later forward pass", () => Resume(old));
        TensorTests.Says<InvalidOperationException>("are empty", () => Resume(default));
    }

    [Fact]
    public void Saved_values_can_be_used_by_one_backward_pass()
    {
        using var workspace = new Workspace();
        WorkspaceStamp stamp = workspace.Begin().Stamp();
        TensorTests.Says<ShapeException>("the result is [] but its gradient is [2]", () => stamp.Resume(Tensor.Zeros(2), Tensor.Scalar(1), "M.LossBackward"));
        Assert.Same(workspace, Resume(stamp));
        TensorTests.Says<InvalidOperationException>("used these saved values up", () => Resume(stamp));
        Assert.Same(workspace, Resume(workspace.Begin().Stamp()));
    }

    private static Workspace Resume(WorkspaceStamp stamp) => stamp.Resume(Tensor.Scalar(1), Tensor.Scalar(0), "M.LossBackward");

    [Fact]
    public void Memory_is_given_back_when_the_workspace_is_disposed()
    {
        var workspace = new Workspace();
        Tensor tensor = workspace[0].Take(Device.Cpu, 8);
        RowGradient accumulator = workspace.Accumulator(0, tensor);
        workspace.Dispose();
        Assert.True(tensor.Storage.IsDisposed);
        Assert.True(accumulator.Buffer.Storage.IsDisposed);
    }

    private static void Use(Workspace workspace)
    {
        workspace[0].Take(Device.Cpu, 4, 3);
        workspace[0].Take(Device.Cpu, 2, 3);
        workspace.Sparse(0).Take(Device.Cpu).BeginCompressed([4, 3], 5);
        workspace.Sparse(0).Take(Device.Cpu).BeginMasked([4, 3]);
    }
}
