namespace SparseDiff;

/// <summary>The set of entries that compete with each other in a selection.</summary>
public enum SelectionScope
{
    /// <summary>Each example (each row of the last dimension) keeps its own k entries.</summary>
    Row,

    /// <summary>The whole tensor keeps k entries, wherever they are.</summary>
    Tensor,

    /// <summary>Whole columns (of the last dimension) compete by their norm over the batch: one set of k columns for all examples.</summary>
    Columns,

    /// <summary>Whole examples (of the first dimension) compete by their norm.</summary>
    Examples,

    /// <summary>Each example of feature maps [examples, channels, height, width] keeps its own k entries, over channels and positions together.</summary>
    PerExample,

    /// <summary>Each channel of each example of feature maps keeps its own k entries, over its positions.</summary>
    PerChannel,

    /// <summary>Each position of each example of feature maps keeps its own k entries, over the channels.</summary>
    PerPosition,
}
