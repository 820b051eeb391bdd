using System.Runtime.CompilerServices;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>Tells statements apart by identity, together with a variable.</summary>
internal sealed class StatementComparer : IEqualityComparer<(Statement Statement, int Variable)>
{
    public static readonly StatementComparer Instance = new();

    public bool Equals((Statement Statement, int Variable) x, (Statement Statement, int Variable) y) => ReferenceEquals(x.Statement, y.Statement) && x.Variable == y.Variable;

    public int GetHashCode((Statement Statement, int Variable) obj) => (RuntimeHelpers.GetHashCode(obj.Statement) * 31) + obj.Variable;
}
