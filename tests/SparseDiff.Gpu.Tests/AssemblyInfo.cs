using System.Runtime.CompilerServices;

// The emulator uses all cores for one kernel; two tests at once only get in each other's way.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// The chains of these tests are internal, as a user's may be.
[assembly: InternalsVisibleTo("ILGPURuntime")]
