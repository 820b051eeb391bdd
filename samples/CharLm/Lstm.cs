using SparseDiff;
using static SparseDiff.Ops;

namespace CharLm;

/// <summary>A recurrent network of one layer of long short-term memory (Hochreiter and Schmidhuber 1997) over characters.</summary>
/// <remarks>
/// Time comes first: what a step reads lies together. The part of the gates that depends on the characters alone is one product for all steps.
/// The gates are input, forget, memory, output.
/// </remarks>
/// <param name="symbols">How many characters there are.</param>
/// <param name="inputs">The numbers that a character becomes.</param>
/// <param name="hidden">The numbers that the network remembers, and the numbers that it tells.</param>
/// <param name="seed">Seeds the weights, and what is drawn.</param>
public sealed partial class Lstm(int symbols, int inputs, int hidden, int seed)
{
    [Parameter] public Tensor Tokens { get; } = Init.Normal(0.5f, seed, symbols, inputs);
    [Parameter] public Tensor InputW { get; } = Init.XavierUniform(4 * hidden, inputs, seed + 1);
    [Parameter] public Tensor HiddenW { get; } = Init.XavierUniform(4 * hidden, hidden, seed + 2);
    [Parameter] public Tensor GatesB { get; } = RememberAtFirst(hidden);
    [Parameter] public Tensor OutputW { get; } = Init.XavierUniform(symbols, hidden, seed + 3);
    [Parameter] public Tensor OutputB { get; } = Tensor.Zeros(symbols);

    /// <summary>The share of gradient entries that pass a sparsity point.</summary>
    public float Ratio { get; set; } = 1;

    /// <summary>The mean cross-entropy of the next characters, in nats; its gradient is dense.</summary>
    /// <param name="tokens">[time · batch].</param>
    /// <param name="next">[time, batch].</param>
    /// <param name="start">Zeros, [batch, hidden]: what is told and remembered at first.</param>
    [Differentiable]
    public Tensor Loss(Indices tokens, Indices next, Tensor start)
    {
        var seen = Linear(Embedding(Tokens, tokens), InputW, GatesB);
        var (told, memory) = (start, start);
        var all = new List<Tensor>();
        int batch = start.Shape[0];
        for (int t = 0; t < next.Shape[0]; t++)
        {
            (told, memory) = LstmStep(Slice(seen, 0, t * batch, (t + 1) * batch) + Linear(told, HiddenW), memory);
            all.Add(told);
        }

        return SoftmaxCrossEntropy(Linear(Concat(all, axis: 0), OutputW, OutputB), next.AsLabels());
    }

    /// <summary>The same loss; only the largest entries of the gradient of each example and step pass, behind both layers of the gates.</summary>
    [Differentiable]
    public Tensor TopKLoss(Indices tokens, Indices next, Tensor start)
    {
        var seen = Sparsify.TopK(Linear(Embedding(Tokens, tokens), InputW, GatesB), Ratio);
        var (told, memory) = (start, start);
        var all = new List<Tensor>();
        int batch = start.Shape[0];
        for (int t = 0; t < next.Shape[0]; t++)
        {
            (told, memory) = LstmStep(Slice(seen, 0, t * batch, (t + 1) * batch) + Sparsify.TopK(Linear(told, HiddenW), Ratio), memory);
            all.Add(told);
        }

        return SoftmaxCrossEntropy(Linear(Concat(all, axis: 0), OutputW, OutputB), next.AsLabels());
    }

    /// <summary>The same loss; a sample of the gradient passes behind both layers of the gates, scaled so that its mean is right.</summary>
    [Differentiable]
    public Tensor SampledLoss(Indices tokens, Indices next, Tensor start)
    {
        var seen = Sparsify.SampledK(Linear(Embedding(Tokens, tokens), InputW, GatesB), Ratio, seed);
        var (told, memory) = (start, start);
        var all = new List<Tensor>();
        int batch = start.Shape[0];
        for (int t = 0; t < next.Shape[0]; t++)
        {
            (told, memory) = LstmStep(Slice(seen, 0, t * batch, (t + 1) * batch) + Sparsify.SampledK(Linear(told, HiddenW), Ratio, seed), memory);
            all.Add(told);
        }

        return SoftmaxCrossEntropy(Linear(Concat(all, axis: 0), OutputW, OutputB), next.AsLabels());
    }

    /// <summary>What the network expects behind the last of some characters: [1, symbols].</summary>
    public Tensor Next(Indices tokens)
    {
        Tensor told = Tensor.Zeros(Tokens.Device, 1, hidden), memory = told;
        foreach (var token in tokens.ToArray())
        {
            (told, memory) = LstmStep(Linear(Embedding(Tokens, Indices.From([token], [1], Tokens.Device)), InputW, GatesB) + Linear(told, HiddenW), memory);
        }

        return Linear(told, OutputW, OutputB);
    }

    private static Tensor RememberAtFirst(int hidden)
    {
        // The forget gate begins open (Jozefowicz, Zaremba, Sutskever, ICML 2015).
        var bias = Tensor.Zeros(4 * hidden);
        bias.AsSpan().Slice(hidden, hidden).Fill(1);
        return bias;
    }
}
