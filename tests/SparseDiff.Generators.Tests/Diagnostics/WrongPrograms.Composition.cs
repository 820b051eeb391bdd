namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Models in models, and methods that call methods.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Composition => new()
    {
        ["an interface of models that is not partial"] = Head + """
            public interface ILayer // SD1001
            {
                [Differentiable] Tensor Forward(Tensor x);
            }
            """,
        ["a method that gives other gradients than its interface says"] = Head + """
            public partial interface ILayer
            {
                [Differentiable] Tensor Forward(Tensor x, [NoGradient] Tensor mask);
            }

            public partial class Layer : ILayer
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor Forward(Tensor x, Tensor mask) => Linear(x, W) * mask; // SD1055
            }
            """,
        ["a parameter of an interface"] = Head + """
            public partial interface ILayer // SD1009
            {
                [Parameter] Tensor W { get; }
                [Differentiable] Tensor Forward(Tensor x);
            }
            """,
        ["a part whose type only a generic type knows"] = Head + """
            public partial interface ILayer
            {
                [Differentiable] Tensor Forward(Tensor x);
            }

            public partial class Layer : ILayer
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor Forward(Tensor x) => Linear(x, W);
            }

            public partial class Twice<T>(T part) where T : ILayer
            {
                public T Part { get; } = part;
                [Differentiable] public Tensor F(Tensor x) => Part.Forward(Part.Forward(x));
            }

            public partial class M
            {
                public Twice<Layer> Both { get; } = new(new());
                [Differentiable] public Tensor F(Tensor x) => Both.F(x) + Both.Part.Forward(x); // SD1016
            }
            """,
        ["an overridden differentiable method"] = Head + """
            public partial class Base
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public virtual Tensor F(Tensor x) => Linear(x, W);
            }

            public partial class Derived : Base
            {
                [Differentiable] public override Tensor F(Tensor x) => Relu(base.F(x)); // SD1054
            }

            public class Other : Derived
            {
                public override Tensor F(Tensor x) => x; // SD1054
            }
            """,
        ["a model that is no member"] = Head + """
            public partial class Inner
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }

            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x, Inner inner) => Linear(inner.F(x), W); // SD1016
            }
            """,
        ["a model that is made in the method"] = Head + """
            public partial class Inner
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
                [Differentiable] public Tensor G(Tensor x) => new Inner().F(x); // SD1016
            }
            """,
        ["a method that calls itself"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(F(x), W); // SD1017
            }
            """,
        ["methods that call each other"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(G(x), W); // SD1017
                [Differentiable] public static Tensor H(Tensor x) => Relu(x);
                [Differentiable] public Tensor G(Tensor x) => H(F(x)); // SD1017
            }
            """,
        ["a sparse gradient that enters a method"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Sparsify.TopK(G(x), 1); // SD1019
                [Differentiable] public Tensor G(Tensor x) => Linear(x, W);
            }
            """,
        ["a differentiable method without its tensor"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => G(x, null); // SD1020
                [Differentiable] public Tensor G(Tensor x, Tensor? b) => Linear(x, W, b);
            }
            """,
        ["a parameter of another model"] = Head + """
            public partial class Layer
            {
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
            }

            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public Layer Inner { get; } = new();
                [Differentiable] public Tensor F(Tensor x) => Linear(Linear(x, W), Inner.V); // SD1014
            }
            """,
    };
}
