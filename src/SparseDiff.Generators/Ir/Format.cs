namespace SparseDiff.Generators.Ir;

/// <summary>What a cotangent is stored as; its name is its static type in generated code.</summary>
internal enum Format
{
    /// <summary>Every entry exists: <c>Tensor</c>.</summary>
    Tensor,

    /// <summary>Selected entries of each row exist: <c>SparseRows</c>.</summary>
    SparseRows,

    /// <summary>Selected columns exist: <c>SparseColumns</c>.</summary>
    SparseColumns,

    /// <summary>Selected examples exist: <c>SparseExamples</c>.</summary>
    SparseExamples,
}
