using SparseDiff.Tests.Rules;

namespace SparseDiff.Tests.Modules;

/// <summary>The modules' passes with a policy: all of the gradient is the dense gradient, and what a policy leaves out arrives nowhere.</summary>
public class SparseModuleTests
{
    private static readonly TopK Everything = new(1.0f);

    /// <summary>Every module, with the parameter whose rows are the columns of its (last) point.</summary>
    public static TheoryData<string, int> Modules => new()
    {
        { "linear", 0 },
        { "lora", 3 },
        { "convolution", 0 },
        { "lstm", 0 },
        { "gru", 0 },
        { "attention", 2 },
        { "block", 10 },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Everything_that_passes_is_the_dense_gradient(string module, int parameter)
    {
        (RowGradient?[] dense, Tensor denseX) = Run(module, null);
        (RowGradient?[] sparse, Tensor sparseX) = Run(module, Everything);
        for (int i = 0; i < dense.Length; i++)
            AssertClose(Values(dense[i]), Values(sparse[i]));
        AssertClose(denseX.ToArray(), sparseX.ToArray());
        Assert.NotNull(dense[parameter]);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Only_what_the_policy_selects_reaches_the_weights(string module, int parameter)
    {
        (RowGradient?[] dense, _) = Run(module, null);
        (RowGradient?[] sparse, _) = Run(module, new FirstColumn());
        float[] expected = Values(dense[parameter]);
        int width = expected.Length / dense[parameter]!.Values.Shape[0];
        Assert.Contains(expected[width..], value => value != 0);
        Assert.Contains(expected[..width], value => value != 0);
        expected.AsSpan(module == "convolution" ? expected.Length : width).Clear();
        if (module == "convolution")
            Assert.NotEqual(Values(dense[parameter]), Values(sparse[parameter]));
        else
            AssertClose(expected, Values(sparse[parameter]));
    }

    private static (RowGradient?[] Gradients, Tensor DX) Run(string module, ISelection<SparseRows>? policy)
    {
        Tensor x = Random(1, 3, 6), h = Random(2, 3, 4), c = Random(3, 3, 4), places = Random(4, 2, 3, 6), images = Random(5, 2, 2, 5, 5);
        Tensor dX;
        switch (module)
        {
            case "linear":
                {
                    var layer = new LinearLayer(6, 4, seed: 1);
                    LinearLayer.Gradients gradients = layer.CreateGradients();
                    if (policy is null)
                    {
                        layer.ForwardForward(x, out LinearLayer.ForwardSaved saved);
                        layer.ForwardBackward(in saved, Random(9, 3, 4), gradients, out dX);
                    }
                    else
                    {
                        layer.ForwardByForward(x, policy, out LinearLayer.ForwardBySaved saved);
                        layer.ForwardByBackward(in saved, Random(9, 3, 4), gradients, out dX);
                    }

                    return (All(gradients), dX);
                }

            case "lora":
                {
                    var layer = new LoraLinear(new LinearLayer(6, 4, seed: 1), rank: 2, seed: 2);
                    Random(8, 4, 2).ToArray().CopyTo(layer.B.AsSpan());
                    LoraLinear.Gradients gradients = layer.CreateGradients();
                    if (policy is null)
                    {
                        layer.ForwardForward(x, out LoraLinear.ForwardSaved saved);
                        layer.ForwardBackward(in saved, Random(9, 3, 4), gradients, out dX);
                    }
                    else
                    {
                        layer.ForwardByForward(x, policy, out LoraLinear.ForwardBySaved saved);
                        layer.ForwardByBackward(in saved, Random(9, 3, 4), gradients, out dX);
                    }

                    return (All(gradients), dX);
                }

            case "convolution":
                {
                    var layer = new Conv2dLayer(2, 4, kernel: 3, seed: 1, padding: 1);
                    Conv2dLayer.Gradients gradients = layer.CreateGradients();
                    if (policy is null)
                    {
                        layer.ForwardForward(images, out Conv2dLayer.ForwardSaved saved);
                        layer.ForwardBackward(in saved, Random(9, 2, 4, 5, 5), gradients, out dX);
                    }
                    else
                    {
                        layer.ForwardByForward(images, policy, out Conv2dLayer.ForwardBySaved saved);
                        layer.ForwardByBackward(in saved, Random(9, 2, 4, 5, 5), gradients, out dX);
                    }

                    return (All(gradients), dX);
                }

            case "lstm":
                {
                    var cell = new LstmCell(6, 4, seed: 1);
                    LstmCell.Gradients gradients = cell.CreateGradients();
                    if (policy is null)
                    {
                        cell.ForwardForward(x, h, c, out LstmCell.ForwardSaved saved);
                        cell.ForwardBackward(in saved, Random(9, 3, 4), Random(10, 3, 4), gradients, out dX, out _, out _);
                    }
                    else
                    {
                        cell.ForwardByForward(x, h, c, policy, out LstmCell.ForwardBySaved saved);
                        cell.ForwardByBackward(in saved, Random(9, 3, 4), Random(10, 3, 4), gradients, out dX, out _, out _);
                    }

                    return (All(gradients), dX);
                }

            case "gru":
                {
                    var cell = new GruCell(6, 4, seed: 1);
                    GruCell.Gradients gradients = cell.CreateGradients();
                    if (policy is null)
                    {
                        cell.ForwardForward(x, h, out GruCell.ForwardSaved saved);
                        cell.ForwardBackward(in saved, Random(9, 3, 4), gradients, out dX, out _);
                    }
                    else
                    {
                        cell.ForwardByForward(x, h, policy, out GruCell.ForwardBySaved saved);
                        cell.ForwardByBackward(in saved, Random(9, 3, 4), gradients, out dX, out _);
                    }

                    return (All(gradients), dX);
                }

            case "attention":
                {
                    var layer = new MultiHeadAttention(6, heads: 2, seed: 1);
                    MultiHeadAttention.Gradients gradients = layer.CreateGradients();
                    if (policy is null)
                    {
                        layer.ForwardForward(places, out MultiHeadAttention.ForwardSaved saved);
                        layer.ForwardBackward(in saved, Random(9, 2, 3, 6), gradients, out dX);
                    }
                    else
                    {
                        layer.ForwardByForward(places, policy, out MultiHeadAttention.ForwardBySaved saved);
                        layer.ForwardByBackward(in saved, Random(9, 2, 3, 6), gradients, out dX);
                    }

                    return (All(gradients), dX);
                }

            default:
                {
                    var block = new TransformerBlock(6, heads: 2, seed: 1);
                    TransformerBlock.Gradients gradients = block.CreateGradients();
                    if (policy is null)
                    {
                        block.ForwardForward(places, out TransformerBlock.ForwardSaved saved);
                        block.ForwardBackward(in saved, Random(9, 2, 3, 6), gradients, out dX);
                    }
                    else
                    {
                        block.ForwardByForward(places, policy, out TransformerBlock.ForwardBySaved saved);
                        block.ForwardByBackward(in saved, Random(9, 2, 3, 6), gradients, out dX);
                    }

                    return (All(gradients), dX);
                }
        }
    }

    private static Tensor Random(int seed, params int[] shape) => RuleTable.Random(seed, shape).To(Device.Cpu);

    private static RowGradient?[] All(IGradients gradients) => [.. gradients.Entries];

    private static float[] Values(RowGradient? gradient) => gradient is null ? [] : gradient.Values.ToArray();

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f * (1 + MathF.Abs(expected[i])));
    }

    /// <summary>Lets the first entry of every row pass.</summary>
    private sealed class FirstColumn : ISelection<SparseRows>
    {
        public void Select(Tensor gradient, SparseRows into, ulong draw)
        {
            float[] values = gradient.ToArray();
            int width = gradient.Columns;
            for (int i = 0; i < values.Length; i++)
            {
                if (i % width != 0)
                    values[i] = 0;
            }

            new TopK(1).Select(Tensor.From(values, gradient.Shape.ToArray()), into, draw);
        }
    }
}
