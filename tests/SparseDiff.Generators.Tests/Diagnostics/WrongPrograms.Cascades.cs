namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Errors in what others refer to: each is reported once, where it is, and the code that would refer to what is missing is not written.</content>
internal static partial class WrongPrograms
{
    private const string V = "[Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);";

    private static Dictionary<string, string> Cascades => new()
    {
        ["a called method with an error"] = InModel("return G(x); } [Differentiable] public Tensor G(Tensor x) { x = x * H(x); return Linear(x, W); } [Differentiable] public Tensor H(Tensor x) { try { return Linear(x, W); } finally { } // SD1002"),
        ["a called method that calls itself"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => G(x);
                [Differentiable] public Tensor G(Tensor x) => x * G(x) * W; // SD1017
            }
            """,
        ["a called static method without arguments"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, int n) => x * G(n);
                [Differentiable] public static Tensor G(int n) => Tensor.Zeros(2, 2) + n; // SD1008
            }
            """,
        ["a called model that is not partial"] = WithLayer("public class Layer // SD1001\n{ " + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }"),
        ["a called model with a number for a parameter"] = WithLayer("public partial class Layer\n{ [Parameter] public float Rate { get; } // SD1006\n" + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }"),
        ["a called model with a name of ours"] = WithLayer("public partial class Layer\n{ public int CreateGradients; // SD1007\n" + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }"),
        ["a called model whose part is not partial"] = WithLayer("public partial class Layer { public Inner Inner { get; } = new(); [Differentiable] public Tensor Forward(Tensor x) => Inner.Forward(x); }\npublic class Inner // SD1001\n{ " + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }"),
        ["a base that is not partial"] = Head + "public partial class M : Base { [Differentiable] public Tensor F(Tensor x) => Forward(x) * V; }\npublic class Base // SD1001\n{ " + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }",
        ["an interface that is not partial"] = WithLayer("public interface ILayer // SD1001\n{ [Differentiable] Tensor Forward(Tensor x); }\npublic partial class Layer : ILayer { " + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); }").Replace("public Layer Layer", "public ILayer Layer", StringComparison.Ordinal),
        ["an interface whose method returns a number"] = WithLayer("public partial interface ILayer\n{ [Differentiable] Tensor Forward(Tensor x); [Differentiable] float Loss(Tensor x); // SD1005\n}\npublic partial class Layer : ILayer { " + V + " [Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); public float Loss(Tensor x) => 0; }").Replace("public Layer Layer", "public ILayer Layer", StringComparison.Ordinal),
        ["overloads of which one is called"] = WithLayer("public partial class Layer\n{ " + V + "\n[Differentiable] public Tensor Forward(Tensor x) => Linear(x, V); // SD1013\n[Differentiable] public Tensor Forward(Tensor x, int k) => Linear(x, V); // SD1013\n}"),
        ["an implementation with an error"] = WithLayer("public partial interface ILayer { [Differentiable] Tensor Forward(Tensor x); }\npublic partial class Layer : ILayer { " + V + "\n[Differentiable] public Tensor Forward(Tensor x) { lock (V) return Linear(x, V); // SD1002\n} }").Replace("public Layer Layer", "public ILayer Layer", StringComparison.Ordinal),
        ["a called function with an error"] = Function("""
            [Differentiable] public static float F(float x) => G(x) * x;
                [Differentiable] public static float G(float x) => H(x) + 1;
                [Differentiable] public static float H(float x) => Plain(x); // SD1042
            """),
    };

    private static string WithLayer(string layer) => Head + "public partial class M { public Layer Layer { get; } = new(); [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); [Differentiable] public Tensor F(Tensor x) => Layer.Forward(x) * W; }\n" + layer + "\n";
}
