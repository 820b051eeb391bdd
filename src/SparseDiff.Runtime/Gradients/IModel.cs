namespace SparseDiff;

/// <summary>A type with parameters; the generator implements it on every type that has a <c>[Parameter]</c>.</summary>
public interface IModel
{
    /// <summary>All parameters with their names, in the order of declaration. The same list object at every call, until a member is given another tensor or model.</summary>
    IReadOnlyList<NamedTensor> Parameters { get; }

    /// <summary>What else training changes, such as how many random numbers each method has drawn: saved in checkpoints.</summary>
    IReadOnlyList<NamedState> States => [];
}
