namespace SparseDiff;

/// <content>Local arrays and lists of tensors.</content>
public sealed partial class Workspace
{
    private readonly List<(TensorList Values, ListGradient Gradient)> lists = [];

    /// <summary>Begins a local array or list of tensors.</summary>
    /// <param name="list">Its number.</param>
    /// <param name="length">How many elements it has from the beginning; they have no value yet.</param>
    public TensorList BeginList(int list, int length = 0) => Room(list).Values.Begin(length);

    /// <summary>Begins the gradients of a local array or list: none of its elements has one yet.</summary>
    /// <param name="list">Its number.</param>
    public ListGradient BeginGradient(int list) => Room(list).Gradient.Begin();

    private (TensorList Values, ListGradient Gradient) Room(int list)
    {
        while (lists.Count <= list)
        {
            TensorList values = new();
            lists.Add((values, new ListGradient(values, draws)));
        }

        return lists[list];
    }

    private void DisposeLists()
    {
        foreach ((TensorList values, ListGradient gradient) in lists)
        {
            values.Begin(0);
            gradient.Dispose();
        }
    }
}
