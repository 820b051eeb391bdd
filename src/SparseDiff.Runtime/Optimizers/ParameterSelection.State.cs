namespace SparseDiff;

public sealed partial class ParameterSelection : ITrainingState
{
    private const string ResidualName = "residual";
    private const string VelocityName = "velocity";

    void ITrainingState.Save(StateWriter state) => Save(state, string.Empty);

    Action ITrainingState.Load(StateReader state) => Load(state, string.Empty);

    /// <summary>Adds what waits, and the velocity, under names with a prefix; nothing before the first step.</summary>
    internal void Save(StateWriter state, string prefix)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Residual is not null)
            state.Add(prefix + ResidualName, Residual);
        if (velocity is not null)
            state.Add(prefix + VelocityName, velocity);
    }

    /// <summary>Whether something waits.</summary>
    internal static bool Began(StateReader state, string prefix) => state.HasTensor(prefix + ResidualName);

    /// <summary>Reads what <see cref="Save(StateWriter, string)"/> added; it must be what this selection keeps.</summary>
    internal Action Load(StateReader state, string prefix)
    {
        ArgumentNullException.ThrowIfNull(state);
        bool began = Began(state, prefix);
        if (began && !ErrorFeedback)
            throw new CheckpointException("The checkpoint has what error feedback held back, but this selection is without; set ErrorFeedback as it was.");
        if (began && state.HasTensor(prefix + VelocityName) != (Momentum != 0))
            throw new CheckpointException($"The checkpoint's selection was {(Momentum != 0 ? "without" : "with a")} momentum, but this one's is {Momentum}; set Momentum as it was.");
        Tensor? readResidual = Read(state, prefix + ResidualName, Residual);
        Tensor? readVelocity = Read(state, prefix + VelocityName, readResidual);
        return () =>
        {
            Dispose();
            (Residual, velocity) = (readResidual, readVelocity);
        };
    }

    /// <summary>A tensor of the shape of another, where that is known; else of any.</summary>
    private static Tensor? Read(StateReader state, string name, Tensor? like) =>
        !state.HasTensor(name) ? null : like is null ? state.Tensor(name, Device.Cpu) : state.Tensor(name, like.Shape, Device.Cpu);
}
