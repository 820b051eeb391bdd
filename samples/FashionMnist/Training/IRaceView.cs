namespace FashionMnist.Training;

/// <summary>Shows a race while it runs.</summary>
internal interface IRaceView
{
    /// <summary>Opens the display, runs the race inside it, closes it.</summary>
    void Watch(IReadOnlyList<Entrant> entrants, Course course, Action race);

    /// <summary>An entrant has taken its turn.</summary>
    void Advanced(Entrant entrant);

    /// <summary>An entrant's test accuracy has been taken.</summary>
    void Looked(Entrant entrant, CurvePoint point);
}
