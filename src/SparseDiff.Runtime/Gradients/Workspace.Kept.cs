using System.Runtime.CompilerServices;

namespace SparseDiff;

/// <content>What a call through an interface keeps: its caller does not know the type.</content>
public sealed partial class Workspace
{
    private object? kept;

    /// <summary>Keeps what the backward pass of the method that ran in this workspace reads. In steady state nothing is allocated.</summary>
    /// <typeparam name="T">The record that the generator wrote for the method.</typeparam>
    public void Keep<T>(in T saved)
        where T : struct
    {
        if (kept is not StrongBox<T> box)
            kept = box = new StrongBox<T>();
        box.Value = saved;
    }

    /// <summary>What was kept.</summary>
    /// <typeparam name="T">The record that the generator wrote for the method.</typeparam>
    /// <exception cref="InvalidOperationException">Another method ran here last: the object has been replaced since the forward pass.</exception>
    public ref readonly T Kept<T>()
        where T : struct
    {
        if (kept is not StrongBox<T> box)
            throw new InvalidOperationException($"The forward pass of {typeof(T)} has not run here; was a part of the model replaced between forward and backward pass?");
        return ref box.Value;
    }
}
