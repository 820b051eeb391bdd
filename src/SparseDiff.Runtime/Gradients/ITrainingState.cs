namespace SparseDiff;

/// <summary>
/// Something that training changes beside the parameters: an optimizer's moments, a sampler's counters, a schedule's position. What
/// implements this can be part of a checkpoint.
/// </summary>
public interface ITrainingState
{
    /// <summary>Adds everything that a resumed training needs.</summary>
    void Save(StateWriter state);

    /// <summary>
    /// Reads and checks everything that <see cref="Save"/> added, without changing anything yet: a checkpoint is taken over whole or
    /// not at all.
    /// </summary>
    /// <returns>Puts what was read in place; does not fail.</returns>
    Action Load(StateReader state);
}
