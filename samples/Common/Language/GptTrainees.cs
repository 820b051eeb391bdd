using SparseDiff;

namespace Samples.Language;

/// <summary>A <see cref="Gpt"/> in training with the gradients of a policy.</summary>
internal static class GptTrainees
{
    /// <summary>All policies.</summary>
    public static IReadOnlyList<string> Policies { get; } = ["dense", "topk", "sampled"];

    /// <summary>The weight decay of every run.</summary>
    public const float Decay = 0.1f;

    /// <summary>The share of gradient entries that a policy keeps unless told otherwise.</summary>
    public static float RatioOf(string policy, float? asked) => policy switch
    {
        "topk" => asked ?? 0.1f,
        "sampled" => asked ?? 0.25f,
        _ => 1,
    };

    public static ILanguageTrainee Of(string policy, Gpt gpt, LanguageOptions options, Device device)
    {
        var ratio = gpt.Ratio = RatioOf(policy, options.Ratio);
        var gradients = gpt.To(device).CreateGradients();
        return policy switch
        {
            "topk" => With<Gpt.TopKLossSaved>((tokens, next, out saved) => gpt.TopKLossForward(tokens, next.AsLabels(), out saved), (in saved) => gpt.TopKLossBackward(in saved, gradients)),
            "sampled" => With<Gpt.SampledLossSaved>((tokens, next, out saved) => gpt.SampledLossForward(tokens, next.AsLabels(), out saved), (in saved) => gpt.SampledLossBackward(in saved, gradients)),
            _ => With<Gpt.LossSaved>((tokens, next, out saved) => gpt.LossForward(tokens, next.AsLabels(), out saved), (in saved) => gpt.LossBackward(in saved, gradients)),
        };

        LanguageTrainee<TSaved> With<TSaved>(LanguageForward<TSaved> forward, LanguageBackward<TSaved> backward)
        {
            // Testing must not touch what training draws: it has buffers of its own.
            var testing = new Workspace();
            return new LanguageTrainee<TSaved>
            {
                Name = policy,
                Ratio = ratio,
                Model = gpt,
                Gradients = gradients,
                Optimizer = new AdamW(options.Rate) { WeightDecay = Decay },
                Device = device,
                ForwardPass = forward,
                BackwardPass = backward,
                Loss = (tokens, next) => gpt.LossForward(tokens, next.AsLabels(), out _, testing),
                NextLogits = gpt.Next,
            };
        }
    }
}
