namespace FashionMnist.Training;

/// <summary>One look at a run while it trains.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Epoch">Passes over the training images, a fraction between whole ones.</param>
/// <param name="Seconds">Time of this run's own steps.</param>
/// <param name="TrainLoss">Mean loss of the steps since the last look.</param>
/// <param name="TestAccuracy">Percent of the test images classified rightly.</param>
internal sealed record CurvePoint(int Step, double Epoch, double Seconds, double TrainLoss, double TestAccuracy);
