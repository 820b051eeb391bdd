using System.Globalization;
using FashionMnist.Training;

namespace FashionMnist.Reporting;

/// <summary>Shows a race as one line per look: for files, pipes and build servers.</summary>
internal sealed class PlainView(TextWriter output) : IRaceView
{
    public void Watch(IReadOnlyList<Entrant> entrants, Course course, Action race) => race();

    public void Advanced(Entrant entrant)
    {
    }

    public void Looked(Entrant entrant, CurvePoint point) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{entrant.Trainee.Policy.Name,-8} seed {entrant.Seed}  epoch {point.Epoch:0.00}  step {point.Step,5}  {point.Seconds,7:0.00} s  loss {point.TrainLoss:0.0000}  test {point.TestAccuracy:0.00} %"));
}
