using FashionMnist.Data;
using SparseDiff;

namespace FashionMnist.Training;

/// <summary>
/// Trains several models in lockstep on the same batches. They take turns of a few steps and change the order each
/// time, so that whatever else the machine does, and whatever the one leaves in the caches, hits all alike.
/// </summary>
internal sealed class Race(Dataset data, Course course, int batchSize, Device device, IReadOnlyList<Entrant> entrants, IRaceView view)
{
    private const int TestBatch = 500;

    private readonly PixelScale _scale = PixelScale.Of(data.Train);

    public void Run(int seed)
    {
        var batch = new Batch(batchSize, _scale, device);
        var testBatch = new Batch(Math.Min(TestBatch, data.Test.Count), _scale, device);
        var order = Enumerable.Range(0, data.Train.Count).ToArray();
        var random = new Random(seed);
        for (var epoch = 0; epoch < course.Epochs; epoch++)
        {
            random.Shuffle(order);
            RunEpoch(epoch, order, batch, testBatch);
        }
    }

    private void RunEpoch(int epoch, int[] order, Batch batch, Batch testBatch)
    {
        for (var (first, turn) = (0, 0); first < course.StepsPerEpoch; first += Course.Turn, turn++)
        {
            var end = Math.Min(first + Course.Turn, course.StepsPerEpoch);
            for (var i = 0; i < entrants.Count; i++)
            {
                var entrant = entrants[(i + turn) % entrants.Count];
                entrant.TakeTurn(batch, data.Train, order, first, end);
                view.Advanced(entrant);
            }

            if (course.LooksBetween(first, end)) Look(testBatch, epoch + (double)end / course.StepsPerEpoch);
        }
    }

    private void Look(Batch testBatch, double epoch)
    {
        foreach (var entrant in entrants) view.Looked(entrant, entrant.Look(testBatch, data.Test, epoch));
    }
}
