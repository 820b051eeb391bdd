namespace SparseDiff.Generators.Parse;

/// <summary>Full names of the types that the generator knows by name.</summary>
internal static class KnownNames
{
    public const string Tensor = "SparseDiff.Tensor";
    public const string Tensors = "System.Collections.Generic.IReadOnlyList<SparseDiff.Tensor>";
    public const string ListOfTensors = "System.Collections.Generic.List<SparseDiff.Tensor>";
    public const string ListGradient = "SparseDiff.ListGradient";
    public const string NamedTensor = "SparseDiff.NamedTensor";
    public const string RowGradient = "SparseDiff.RowGradient";
    public const string IGradients = "SparseDiff.IGradients";
    public const string Slot = "SparseDiff.Slot";
    public const string SparseSlot = "SparseDiff.SparseSlot";
    public const string Attributes = "SparseDiff.Attributes";
    public const string Differentiable = "SparseDiff.DifferentiableAttribute";
    public const string Parameter = "SparseDiff.ParameterAttribute";
    public const string NoGradient = "SparseDiff.NoGradientAttribute";
    public const string DifferentiationRules = "SparseDiff.DifferentiationRulesAttribute";
    public const string Elementwise = "SparseDiff.ElementwiseAttribute";
    public const string LinearOperation = "SparseDiff.LinearOperationAttribute";
    public const string SparsityPoint = "SparseDiff.SparsityPointAttribute";
    public const string Marker = "SparseDiff.MarkerAttribute";
    public const string ForArgument = "SparseDiff.ForArgumentAttribute";
    public const string OperandSelection = "SparseDiff.OperandSelectionAttribute";
    public const string StopsGradient = "SparseDiff.StopsGradientAttribute";
    public const string Recompute = "SparseDiff.RecomputeAttribute";
    public const string Shape = "SparseDiff.ShapeAttribute";
    public const string ShapeOnly = "SparseDiff.ShapeOnlyAttribute";
    public const string ChildSelection = "SparseDiff.IChildSelection";
    public const string Budget = "SparseDiff.Budget";
    public const string Schedule = "SparseDiff.Schedule";
    public const string Selection = "SparseDiff.ISelection<TGradient>";
    public const string Workspace = "SparseDiff.Workspace";
    public const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";
    public const string VjpOf = "SparseDiff.VjpOfAttribute";
}
