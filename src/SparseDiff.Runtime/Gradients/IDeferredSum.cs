namespace SparseDiff;

/// <summary>What a kernel set still has to add to a <see cref="RowGradient"/>; it is added before anybody looks.</summary>
internal interface IDeferredSum : IDisposable
{
    /// <summary>Whether there is nothing to add.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether it is all of the gradient so far, left to an optimizer's step: what comes after it is added after it.</summary>
    bool WaitsForStep { get; }

    /// <summary>Adds it.</summary>
    void Settle();

    /// <summary>Forgets it.</summary>
    void Drop();
}
