using System.Runtime.CompilerServices;

namespace SparseDiff.Generators.Functions.Emit;

/// <summary>Tells records apart by identity: two equal expressions at two places are two.</summary>
internal sealed class References<T> : IEqualityComparer<T>
    where T : class
{
    public static readonly References<T> Comparer = new();

    public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

    public int GetHashCode(T obj) => RuntimeHelpers.GetHashCode(obj);
}
