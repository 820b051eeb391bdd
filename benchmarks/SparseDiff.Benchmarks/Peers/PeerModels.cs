using FashionMnist;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>Our side's models, at the sizes of <c>benchmarks/peers/*.py</c>, each dense and with Top-k points of 5 %.</summary>
internal static class PeerModels
{
    private const int Batch = 64;
    private const int Pixels = 784;
    private const int Classes = 10;
    private const float Ratio = 0.05f;

    /// <summary>By the name that the PyTorch side knows, with how many steps a turn takes.</summary>
    public static IReadOnlyList<(string Name, int Turn, Func<Training[]> Make)> All { get; } =
    [
        ("mlp", 16, static () => [MlpDense(), MlpTopK()]),
        ("cnn", 6, static () => [CnnDense(), CnnTopK()]),
    ];

    private static Tensor Images => RandomTensor.Normal(2, Batch, Pixels);

    private static Labels Labels => SparseDiff.Labels.From([.. Enumerable.Range(0, Batch).Select(static i => i % Classes)]);

    private static Training MlpDense()
    {
        var model = new Mlp(Pixels, hidden: 512, Classes, seed: 1);
        (Tensor images, Labels labels, Mlp.Gradients gradients) = (Images, Labels, model.CreateGradients());
        Mlp.LossSaved saved = default;
        return Of("dense", model, gradients, () => model.LossForward(images, labels, out saved).ToScalar(), () => model.LossBackward(in saved, gradients));
    }

    private static Training MlpTopK()
    {
        var model = new Mlp(Pixels, hidden: 512, Classes, seed: 1) { Ratio = Ratio };
        (Tensor images, Labels labels, Mlp.Gradients gradients) = (Images, Labels, model.CreateGradients());
        Mlp.TopKLossSaved saved = default;
        return Of("topk", model, gradients, () => model.TopKLossForward(images, labels, out saved).ToScalar(), () => model.TopKLossBackward(in saved, gradients));
    }

    private static Training CnnDense()
    {
        var model = new Cnn(seed: 1);
        (Tensor images, Labels labels, Cnn.Gradients gradients) = (Images, Labels, model.CreateGradients());
        Cnn.LossSaved saved = default;
        return Of("dense", model, gradients, () => model.LossForward(images, labels, out saved).ToScalar(), () => model.LossBackward(in saved, gradients));
    }

    private static Training CnnTopK()
    {
        var model = new Cnn(seed: 1) { Ratio = Ratio };
        (Tensor images, Labels labels, Cnn.Gradients gradients) = (Images, Labels, model.CreateGradients());
        Cnn.TopKLossSaved saved = default;
        return Of("topk", model, gradients, () => model.TopKLossForward(images, labels, out saved).ToScalar(), () => model.TopKLossBackward(in saved, gradients));
    }

    private static Training Of(string policy, IModel model, IGradients gradients, Func<float> forward, Action backward)
    {
        var optimizer = new Adam();
        return new Training(policy, () => forward(), Backward, () => optimizer.Step(model, gradients));

        void Backward()
        {
            gradients.Clear();
            backward();
        }
    }
}
