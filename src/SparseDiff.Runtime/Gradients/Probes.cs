using System.Collections.Concurrent;

namespace SparseDiff;

/// <summary>The probes of all sparsity points of a method: one for each gradient that is selected, by its name in generated code, such as <c>dZ1</c>.</summary>
/// <remarks>
/// A point in a method that the method calls is <c>child0.dZ1</c>, by the number of the call (<see cref="Workspace.Child"/>), one in a loop
/// <c>loop1[3].dZ1</c>, by the iteration.
/// </remarks>
public sealed class Probes
{
    private readonly ConcurrentDictionary<string, Probe> probes = [];

    /// <summary>The points that were passed so far, by name.</summary>
    public IReadOnlyList<string> Points => [.. probes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The probe of a point.</summary>
    /// <param name="point">Its name.</param>
    /// <exception cref="KeyNotFoundException">No gradient has passed a point of that name.</exception>
    public Probe this[string point] => probes.TryGetValue(point, out Probe? probe)
        ? probe
        : throw new KeyNotFoundException($"No gradient has passed a sparsity point '{point}' since the probes were attached; those that were passed: {(probes.IsEmpty ? "none" : string.Join(", ", Points))}.");

    /// <summary>Forgets what all probes have seen.</summary>
    public void Clear()
    {
        foreach (Probe probe in probes.Values)
            probe.Clear();
    }

    /// <summary>The probe of a point, made when it is first passed.</summary>
    internal Probe Of(string point) => probes.GetOrAdd(point, static _ => new Probe());
}
