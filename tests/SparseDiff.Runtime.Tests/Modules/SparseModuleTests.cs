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
        Tensor dY = Random(9, 3, 4), dPlaces = Random(9, 2, 3, 6);
        return module switch
        {
            "linear" => Run(new LinearLayer(6, 4, seed: 1), policy, [x], dY),
            "lora" => Run(Lora(), policy, [x], dY),
            "convolution" => Run(new Conv2dLayer(2, 4, kernel: 3, seed: 1, padding: 1), policy, [images], Random(9, 2, 4, 5, 5)),
            "lstm" => Run(new LstmCell(6, 4, seed: 1), policy, [x, h, c], dY, Random(10, 3, 4)),
            "gru" => Run(new GruCell(6, 4, seed: 1), policy, [x, h], dY),
            "attention" => Run(new MultiHeadAttention(6, heads: 2, seed: 1), policy, [places], dPlaces),
            _ => Run(new TransformerBlock(6, heads: 2, seed: 1), policy, [places], dPlaces),
        };
    }

    private static LoraLinear Lora()
    {
        var layer = new LoraLinear(new LinearLayer(6, 4, seed: 1), rank: 2, seed: 2);
        Random(8, 4, 2).ToArray().CopyTo(layer.B.AsSpan());
        return layer;
    }

    /// <summary>The generated passes of <c>Forward</c>, or with a policy those of <c>ForwardBy</c>: every module's have the same shape.</summary>
    private static (RowGradient?[] Gradients, Tensor DX) Run(object module, ISelection<SparseRows>? policy, Tensor[] inputs, params Tensor[] cotangents)
    {
        Type type = module.GetType();
        string method = policy is null ? "Forward" : "ForwardBy";
        object?[] forward = [.. inputs, .. policy is null ? Array.Empty<object>() : [policy], null, null];
        type.GetMethod(method + "Forward")!.Invoke(module, forward);
        var gradients = (IGradients)type.GetMethod("CreateGradients")!.Invoke(module, null)!;
        object?[] backward = [forward[^2], .. cotangents, gradients, .. new object?[inputs.Length]];
        type.GetMethods().Single(pass => pass.Name == method + "Backward" && pass.GetParameters().Length == backward.Length && pass.GetParameters()[^1].IsOut).Invoke(module, backward);
        return ([.. gradients.Entries], (Tensor)backward[^inputs.Length]!);
    }

    private static Tensor Random(int seed, params int[] shape) => RuleTable.Random(seed, shape).To(Device.Cpu);

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
