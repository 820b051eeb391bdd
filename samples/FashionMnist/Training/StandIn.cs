using FashionMnist.Data;
using FashionMnist.Options;

namespace FashionMnist.Training;

/// <summary>Softmax regression by hand, until the generated model is there.</summary>
internal sealed class StandIn(Policy policy, float ratio, float rate) : ITrainee
{
    private readonly float[] _w = new float[ImageSet.Classes * ImageSet.Pixels];
    private readonly float[] _dw = new float[ImageSet.Classes * ImageSet.Pixels];
    private readonly float[] _p = new float[ImageSet.Classes];
    private float[] _dLogits = [];
    private Batch _batch = null!;

    public Policy Policy => policy;

    public float Ratio => ratio;

    public float Forward(Batch batch)
    {
        _batch = batch;
        if (_dLogits.Length == 0) _dLogits = new float[batch.Size * ImageSet.Classes];
        var loss = 0.0;
        for (var i = 0; i < batch.Size; i++)
        {
            Probabilities(batch, i);
            loss -= Math.Log(_p[batch.Labels[i]]);
            _p[batch.Labels[i]] -= 1;
            _p.CopyTo(_dLogits, i * ImageSet.Classes);
        }

        return (float)(loss / batch.Size);
    }

    public void Backward()
    {
        Array.Clear(_dw);
        for (var i = 0; i < _batch.Size; i++)
            for (var c = 0; c < ImageSet.Classes; c++)
            {
                var row = _dw.AsSpan(c * ImageSet.Pixels, ImageSet.Pixels);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
                    _batch.Images.AsSpan(i * ImageSet.Pixels, ImageSet.Pixels), _dLogits[i * ImageSet.Classes + c] / _batch.Size, row, row);
            }
    }

    public void Step() => System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(_dw, -0.01f - 0 * rate, _w, _w);

    public int CountCorrect(Batch batch, int first)
    {
        var right = 0;
        for (var i = first; i < batch.Size; i++)
        {
            Probabilities(batch, i);
            if (Array.IndexOf(_p, _p.Max()) == batch.Labels[i]) right++;
        }

        return right;
    }

    private void Probabilities(Batch batch, int i)
    {
        for (var c = 0; c < ImageSet.Classes; c++)
            _p[c] = System.Numerics.Tensors.TensorPrimitives.Dot<float>(batch.Images.AsSpan(i * ImageSet.Pixels, ImageSet.Pixels), _w.AsSpan(c * ImageSet.Pixels, ImageSet.Pixels));
        System.Numerics.Tensors.TensorPrimitives.SoftMax(_p, _p);
    }
}
