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
        (Tensor images, Labels labels, Mlp.Gradients gradients) = (Images(64), ClassesOf(64), model.CreateGradients());
        return
        [
            Dense<Mlp.LossSaved>(model, gradients, (out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients)),
            TopK<Mlp.TopKLossSaved>(model, gradients, (out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
        ];
    }

    private static Training[] OfCnn()
    {
        var model = new Cnn(seed: 1) { Ratio = Ratio };
        (Tensor images, Labels labels, Cnn.Gradients gradients) = (Images(64), ClassesOf(64), model.CreateGradients());
        return
        [
            Dense<Cnn.LossSaved>(model, gradients, (out saved) => model.LossForward(images, labels, out saved), (in saved) => model.LossBackward(in saved, gradients)),
            TopK<Cnn.TopKLossSaved>(model, gradients, (out saved) => model.TopKLossForward(images, labels, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
        ];
    }

    private static Training[] OfLstm()
    {
        const int steps = 64, batch = 32, hidden = 256;
        var model = new Lstm(Symbols, inputs: 128, hidden, seed: 1) { Ratio = Ratio };
        int[] text = Text(steps * batch);
        (Indices tokens, Indices next) = (Indices.From(text, [steps * batch]), Indices.From(text, [steps, batch]));
        (Tensor start, Lstm.Gradients gradients) = (Tensor.Zeros(batch, hidden), model.CreateGradients());
        return
        [
            Dense<Lstm.LossSaved>(model, gradients, (out saved) => model.LossForward(tokens, next, start, out saved), (in saved) => model.LossBackward(in saved, gradients)),
            TopK<Lstm.TopKLossSaved>(model, gradients, (out saved) => model.TopKLossForward(tokens, next, start, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
        ];
    }

    private static Training[] OfGpt()
    {
        const int batch = 16, context = 64;
        var model = new Gpt(Symbols, context, width: 256, heads: 4, depth: 4, seed: 1) { Ratio = Ratio };
        int[] text = Text(batch * context);
        (Indices tokens, Labels next, Gpt.Gradients gradients) = (Indices.From(text, [batch, context]), Labels.From(text), model.CreateGradients());
        return
        [
            Dense<Gpt.LossSaved>(model, gradients, (out saved) => model.LossForward(tokens, next, out saved), (in saved) => model.LossBackward(in saved, gradients)),
            TopK<Gpt.TopKLossSaved>(model, gradients, (out saved) => model.TopKLossForward(tokens, next, out saved), (in saved) => model.TopKLossBackward(in saved, gradients)),
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
