namespace SparseDiff.Tests.Kernels;

/// <summary>One use of one member of the waist.</summary>
/// <param name="Member">The member.</param>
/// <param name="What">What is special about the use.</param>
/// <param name="Run">Does it and hands in the results.</param>
internal sealed record KernelCase(string Member, string What, Action<Rig> Run)
{
    public string Name => $"{Member}: {What}";
}
