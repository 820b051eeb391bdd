using CustomOp;
using SparseDiff;

// The generator reads operations and rules only from classes that are named like this.
[assembly: DifferentiationRules(typeof(GroupOps))]

namespace CustomOp;

/// <summary>Operations of this project, made as the runtime makes its own: a static method and its derivative rules.</summary>
public static partial class GroupOps;
