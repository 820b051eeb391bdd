namespace SparseDiff.Gpu;

/// <summary>Marks a hand-written GPU kernel, so that tests find it: each is compiled to PTX and its text is checked.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuKernelAttribute : Attribute;
