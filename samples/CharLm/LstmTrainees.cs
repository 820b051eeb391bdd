using SparseDiff;

namespace CharLm;

/// <summary>An <see cref="Lstm"/> in training with the gradients of a policy.</summary>
internal static class LstmTrainees
{
    public static ILanguageTrainee Of(string policy, Lstm lstm, LanguageOptions options, Device device)
    {
        var ratio = lstm.Ratio = GptTrainees.RatioOf(policy, options.Ratio);
        var gradients = lstm.To(device).CreateGradients();
        var start = Tensor.Zeros(device, options.Batch, lstm.HiddenW.Columns);
        return policy switch
        {
            "topk" => With<Lstm.TopKLossSaved>((tokens, next, out saved) => lstm.TopKLossForward(tokens, next, start, out saved), (in saved) => lstm.TopKLossBackward(in saved, gradients)),
            "sampled" => With<Lstm.SampledLossSaved>((tokens, next, out saved) => lstm.SampledLossForward(tokens, next, start, out saved), (in saved) => lstm.SampledLossBackward(in saved, gradients)),
            _ => With<Lstm.LossSaved>((tokens, next, out saved) => lstm.LossForward(tokens, next, start, out saved), (in saved) => lstm.LossBackward(in saved, gradients)),
        };

        LanguageTrainee<TSaved> With<TSaved>(LanguageForward<TSaved> forward, LanguageBackward<TSaved> backward)
        {
            // Testing must not touch what training draws: it has buffers of its own.
            var testing = new Workspace();
            return new LanguageTrainee<TSaved>
            {
                Name = policy,
                Ratio = ratio,
                Model = lstm,
                Gradients = gradients,
                Optimizer = new AdamW(options.Rate) { WeightDecay = GptTrainees.Decay },
                Device = device,
                TimeFirst = true,
                ForwardPass = forward,
                BackwardPass = backward,
                Loss = (tokens, next) => lstm.LossForward(tokens, next, start, out _, testing),
                NextLogits = lstm.Next,
            };
        }
    }
}
