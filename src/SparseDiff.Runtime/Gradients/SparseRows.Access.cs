namespace SparseDiff;

// Entries on the host, row by row: for rules written outside the runtime.
public sealed partial class SparseRows
{
    /// <summary>The columns of a row's entries, ascending, without a copy; the layout must be compressed.</summary>
    /// <param name="row">0 … <see cref="Rows"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The layout is masked (look at <see cref="Masked"/>), or the gradient is not on the host.</exception>
    public ReadOnlySpan<int> ColumnsOf(int row)
    {
        (int start, int count) = Range(row);
        return Host<HostIndexStorage>(Pattern.ColumnIndex).Span(start, count);
    }

    /// <summary>The values of a row's entries, in the order of <see cref="ColumnsOf"/>, without a copy; the layout must be compressed.</summary>
    /// <inheritdoc cref="ColumnsOf"/>
    public ReadOnlySpan<float> ValuesOf(int row)
    {
        (int start, int count) = Range(row);
        return Host<HostStorage>(Values).Span(start, count);
    }

    private (int Start, int Count) Range(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        ReadOnlySpan<int> bounds = Host<HostIndexStorage>(Pattern.RowStart).Span(row, 2);
        return (bounds[0], bounds[1] - bounds[0]);
    }

    private T Host<T>(object storage)
        where T : class => storage as T
        ?? throw new InvalidOperationException($"A span needs a gradient on the host, but this one is on {Device.Name}; make it dense and read it with ToArray().");
}
