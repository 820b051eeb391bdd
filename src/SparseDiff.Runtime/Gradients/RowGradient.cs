using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SparseDiff;

/// <summary>
/// The gradient of a parameter: a buffer of the parameter's shape, and which of its rows (along the first dimension) a backward
/// pass touched. Every other row is zero.
/// </summary>
/// <remarks>
/// Only touched rows are cleared, added to and stepped. A row's memory may still hold an older gradient until somebody asks for
/// the whole buffer (<see cref="Values"/>): the first rule that touches a row overwrites it, and no pass over the buffer is ever
/// made for rows that nobody looks at.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RowGradient : IDisposable
{
    private readonly Tensor values;
    private readonly RowState[] states;
    private readonly int[] touched;
    private int touchedCount;
    private int staleCount;

    /// <summary>A gradient of zeros for this parameter, on its device.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="expression">How the caller writes it; for the message about one that is null.</param>
    /// <exception cref="ArgumentNullException">The parameter is null.</exception>
    public RowGradient(Tensor parameter, [CallerArgumentExpression(nameof(parameter))] string? expression = null)
    {
        ArgumentNullException.ThrowIfNull(parameter, expression);
        values = Tensor.Zeros(parameter.Device, parameter.Shape);
        Rows = parameter.Rank == 0 ? 1 : parameter.Shape[0];
        RowLength = Rows == 0 ? 0 : parameter.Length / Rows;
        states = new RowState[Rows];
        touched = new int[Rows];
    }

    private enum RowState : byte
    {
        Zero,
        Touched,
        Stale,
    }

    /// <summary>The first dimension (1 for a scalar).</summary>
    public int Rows { get; }

    /// <summary>Entries per row.</summary>
    public int RowLength { get; }

    /// <summary>The dimensions, those of the parameter.</summary>
    public ReadOnlySpan<int> Shape => values.Shape;

    /// <summary>The device the gradient is on.</summary>
    public Device Device => values.Device;

    /// <summary>The rows that were touched since the last <see cref="Clear"/>, in no particular order; all others are zero.</summary>
    public ReadOnlySpan<int> TouchedRows
    {
        get
        {
            Settle();
            return touched.AsSpan(0, touchedCount);
        }
    }

    /// <summary>Whether every row was touched.</summary>
    public bool IsAll => TouchedRows.Length == Rows;

    /// <summary>The whole gradient, with zeros in the rows nobody touched. Asking does not touch rows.</summary>
    public Tensor Values
    {
        get
        {
            Settle();
            ClearStale();
            return values;
        }
    }

    /// <summary>The memory behind the gradient: rows that are not touched hold anything. For kernels.</summary>
    public Tensor Buffer => values;

    /// <summary>Whether nothing was written since the last <see cref="Clear"/>.</summary>
    internal bool IsUntouched => touchedCount == 0;

    /// <summary>
    /// What a kernel set adds before anybody looks. Writers need not care what loops have collected; what waits for a step comes before what they write
    /// (<see cref="BeginAdding"/>).
    /// </summary>
    internal IDeferredSum? Deferred { get; set; }

    /// <summary>Whether something was ever added to what waited for a step: then nothing waits any more.</summary>
    internal bool HasSeveralParts { get; private set; }

    /// <summary>Whether somebody looked since the last <see cref="Clear"/>.</summary>
    internal bool WasLookedAt { get; private set; }

    /// <summary>
    /// Whether an optimizer made its last step by a gradient that nobody had looked at. Then nobody will this time either, most likely: a kernel set may leave
    /// the gradient a product and compute its rows in the step.
    /// </summary>
    internal bool IsOnlySteppedBy { get; set; }

    /// <summary>
    /// Adds what was left to an optimizer's step: for kernels that write rows, before anything else, so that a gradient of several parts is the same sum, bit by bit,
    /// whether the first one waited or not. <see cref="TouchAll"/> does it by itself.
    /// </summary>
    internal void BeginAdding()
    {
        if (Deferred is not { WaitsForStep: true } first)
            return;
        first.Settle();
        HasSeveralParts = true;
    }

    /// <summary>Adds what a kernel set has collected; looking at the gradient does it as well.</summary>
    public void Settle()
    {
        WasLookedAt = true;
        Deferred?.Settle();
    }

    /// <summary>Makes every row zero again; costs nothing per entry.</summary>
    public void Clear()
    {
        Deferred?.Drop();
        WasLookedAt = false;
        for (int i = 0; i < touchedCount; i++)
            states[touched[i]] = RowState.Stale;
        staleCount += touchedCount;
        touchedCount = 0;
    }

    /// <summary>Announces a write to one row. True: add to what is there; false: nothing is there, overwrite.</summary>
    public bool Touch(int row)
    {
        Debug.Assert(Deferred is not { WaitsForStep: true }, "A kernel that touches rows calls BeginAdding first.");
        RowState state = states[row];
        if (state == RowState.Touched)
            return true;
        if (state == RowState.Stale)
            staleCount--;
        states[row] = RowState.Touched;
        touched[touchedCount++] = row;
        return false;
    }

    /// <summary>Announces a write to all rows. True: add to what is there; false: nothing is there, overwrite all of it.</summary>
    public bool TouchAll()
    {
        BeginAdding();
        bool accumulate = touchedCount > 0;
        if (accumulate)
            ClearStale();
        if (touchedCount != Rows)
        {
            Array.Fill(states, RowState.Touched);
            for (int row = 0; row < Rows; row++)
                touched[row] = row;
            touchedCount = Rows;
        }

        staleCount = 0;
        return accumulate;
    }

    /// <summary>Announces that the whole buffer was written: only rows whose norm is not zero have something in them.</summary>
    internal void Overwrite(ReadOnlySpan<float> norms)
    {
        Deferred?.Drop();
        (touchedCount, staleCount) = (0, 0);
        for (int row = 0; row < Rows; row++)
        {
            states[row] = norms[row] != 0 ? RowState.Touched : RowState.Zero;
            if (norms[row] != 0)
                touched[touchedCount++] = row;
        }
    }

    /// <summary>The whole buffer, ready to be added to: all rows count as touched from now on.</summary>
    public Tensor AsDense()
    {
        if (!TouchAll())
            values.Storage.Clear(values.Offset, values.Length);
        return values;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Deferred?.Dispose();
        Deferred = null;
        values.Storage.Dispose();
    }

    /// <summary>Shape, device and how many rows are touched.</summary>
    public override string ToString() => $"RowGradient {values.ShapeText} on {Device.Name}, {touchedCount} of {Rows} rows touched{(Deferred is { IsEmpty: false } ? ", more to add" : "")}";

    private void ClearStale()
    {
        if (staleCount == 0)
            return;
        // The places behind the touched rows are free, as a stale row is not touched.
        int end = touchedCount;
        for (int row = 0; row < Rows; row++)
        {
            if (states[row] != RowState.Stale)
                continue;
            states[row] = RowState.Zero;
            touched[end++] = row;
        }

        staleCount = 0;
        Device.ClearRows(values, touched.AsSpan(touchedCount, end - touchedCount), RowLength);
    }
}
