using CharLm;
using FashionMnist;
using Samples.Language;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>Our side's models, those of the samples at the sizes of <c>benchmarks/peers/*.py</c>, each dense and with Top-k points of 5 %.</summary>
internal static class PeerModels
{
    private const int Pixels = 784;
    private const int Classes = 10;
    private const int Symbols = 96;
    private const float Ratio = 0.05f;

    private delegate Tensor ForwardPass<TSaved>(out TSaved saved);

    private delegate void BackwardPass<TSaved>(in TSaved saved);

    /// <summary>By the name that the PyTorch side knows, with how many steps a turn takes.</summary>
    public static IReadOnlyList<(string Name, int Turn, Func<Training[]> Make)> All { get; } =
    [
        ("mlp", 16, OfMlp),
        ("cnn", 6, OfCnn),
        ("lstm", 4, OfLstm),
        ("gpt", 2, OfGpt),
    ];

    private static Training[] OfMlp()
    {
        var model = new Mlp(Pixels, hidden: 512, Classes, seed: 1) { Ratio = Ratio };
        (Tensor images, Labels labels, Mlp.Gradients dense, Mlp.Gradients sparse) = (Images(64), ClassesOf(64), model.CreateGradients(), model.CreateGradients());
        return
        [
            Dense<Mlp.LossSaved>(model, dense, (out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, dense)),
            TopK<Mlp.TopKLossSaved>(model, sparse, (out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, sparse)),
        ];
    }

    private static Training[] OfCnn()
    {
        var model = new Cnn(seed: 1) { Ratio = Ratio };
        (Tensor images, Labels labels, Cnn.Gradients dense, Cnn.Gradients sparse) = (Images(64), ClassesOf(64), model.CreateGradients(), model.CreateGradients());
        return
        [
            Dense<Cnn.LossSaved>(model, dense, (out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, dense)),
            TopK<Cnn.TopKLossSaved>(model, sparse, (out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, sparse)),
        ];
    }

    private static Training[] OfLstm()
    {
        const int steps = 64, batch = 32, hidden = 256;
        var model = new Lstm(Symbols, inputs: 128, hidden, seed: 1) { Ratio = Ratio };
        int[] text = Text(steps * batch);
        (Indices tokens, Indices next) = (Indices.From(text, [steps * batch]), Indices.From(text, [steps, batch]));
        (Tensor start, Lstm.Gradients dense, Lstm.Gradients sparse) = (Tensor.Zeros(batch, hidden), model.CreateGradients(), model.CreateGradients());
        return
        [
            Dense<Lstm.LossSaved>(model, dense, (out saved) => model.LossForward(tokens, next, start, out saved), (in saved) => model.LossBackward(in saved, dense)),
            TopK<Lstm.TopKLossSaved>(model, sparse, (out saved) => model.TopKLossForward(tokens, next, start, out saved), (in saved) => model.TopKLossBackward(in saved, sparse)),
        ];
    }

    private static Training[] OfGpt()
    {
        const int batch = 16, context = 64;
        var model = new Gpt(Symbols, context, width: 256, heads: 4, depth: 4, seed: 1) { Ratio = Ratio };
        int[] text = Text(batch * context);
        (Indices tokens, Labels next, Gpt.Gradients dense, Gpt.Gradients sparse) = (Indices.From(text, [batch, context]), Labels.From(text), model.CreateGradients(), model.CreateGradients());
        return
        [
            Dense<Gpt.LossSaved>(model, dense, (out saved) => model.LossForward(tokens, next, out saved), (in saved) => model.LossBackward(in saved, dense)),
            TopK<Gpt.TopKLossSaved>(model, sparse, (out saved) => model.TopKLossForward(tokens, next, out saved), (in saved) => model.TopKLossBackward(in saved, sparse)),
        ];
    }

    private static Tensor Images(int batch) => RandomTensor.Normal(2, batch, Pixels);

    private static Labels ClassesOf(int batch) => Labels.From([.. Enumerable.Range(0, batch).Select(static i => i % Classes)]);

    private static int[] Text(int length) => [.. Enumerable.Range(0, length).Select(static i => i * 37 % Symbols)];

    private static Training Dense<TSaved>(IModel model, IGradients gradients, ForwardPass<TSaved> forward, BackwardPass<TSaved> backward) =>
        Of("dense", model, gradients, forward, backward);

    private static Training TopK<TSaved>(IModel model, IGradients gradients, ForwardPass<TSaved> forward, BackwardPass<TSaved> backward) =>
        Of("topk", model, gradients, forward, backward);

    private static Training Of<TSaved>(string policy, IModel model, IGradients gradients, ForwardPass<TSaved> forward, BackwardPass<TSaved> backward)
    {
        var optimizer = new Adam();
        TSaved saved = default!;
        return new Training(policy, () => forward(out saved).ToScalar(), Backward, () => optimizer.Step(model, gradients));

        void Backward()
        {
            gradients.Clear();
            backward(in saved);
            gradients.Settle();
        }
    }
}
