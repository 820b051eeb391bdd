using FashionMnist.Data;
using FashionMnist.Options;
using FashionMnist.Training;
using SparseDiff;

namespace PaperStudy.Policies;

/// <summary>A trainee whose sampling a controller steers: now and then it measures, with the last batch and this one, before it goes on. That counts as forward pass.</summary>
internal sealed class SteeredTrainee(ITrainee trainee, VarianceController controller, IGradients gradients, Action<Tensor, Labels> pass) : ITrainee
{
    private Tensor? _images;
    private Labels? _labels;
    private int _step;

    public Policy Policy => trainee.Policy;

    public float Ratio => trainee.Ratio;

    public float Forward(Batch batch)
    {
        _step++;
        if (controller.IsDue(_step - 1)) Keep(batch);
        else if (controller.IsDue(_step - 2)) controller.Measure(gradients, index => Pass(index, batch));
        return trainee.Forward(batch);
    }

    public void Backward() => trainee.Backward();

    public void Settle() => trainee.Settle();

    public void Step() => trainee.Step();

    public int CountCorrect(Batch batch, int first) => trainee.CountCorrect(batch, first);

    private void Pass(int index, Batch batch)
    {
        if (index == 0) pass(_images!, _labels!);
        else pass(batch.Images, batch.Labels);
    }

    private void Keep(Batch batch)
    {
        _images = Tensor.From(batch.Images.ToArray(), batch.Images.Shape, batch.Images.Device);
        _labels = Labels.From(batch.Classes, batch.Images.Device);
    }
}
