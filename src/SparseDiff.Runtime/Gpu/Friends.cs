using System.Runtime.CompilerServices;

// ILGPU emits the code that launches a kernel into an assembly of this name; it must see the kernels' argument types.
[assembly: InternalsVisibleTo("ILGPURuntime")]
[assembly: InternalsVisibleTo("SparseDiff.Gpu.Tests")]
