namespace SparseDiff.Generators.Tests.Diagnostics;

/// <content>Types, members and signatures.</content>
internal static partial class WrongPrograms
{
    private static Dictionary<string, string> Declarations => new()
    {
        ["a class that is not partial"] = Head + """
            public class M // SD1001
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a model in a member with a name of the gradients' class"] = Head + """
            public partial class Part
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            public partial class M
            {
                public Part Select { get; } = new(); // SD1007
                [Differentiable] public Tensor F(Tensor x) => Select.F(x);
            }
            """,
        ["an attribute on the field behind a property"] = Head + """
            public partial class M
            {
                [field: Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2); // SD1006
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, V);
            }
            """,
        ["a parameter that implements an interface explicitly"] = Head + """
            public interface IHolder { Tensor W { get; } }
            public partial class M : IHolder
            {
                [Parameter] Tensor IHolder.W { get; } = Tensor.Zeros(2, 2); // SD1006
                [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Linear(x, V);
            }
            """,
        ["a derivative by hand that is not there"] = Head + """
            public static partial class M
            {
                [Differentiable(ByHand = true)] public static Tensor F(Tensor x) => Relu(x); // SD1004
            }
            """,
        ["a derivative by hand of too few gradients"] = Head + """
            public static partial class M
            {
                [Differentiable(ByHand = true)] public static Tensor F(Tensor x, Tensor w) => x * w; // SD1004
                public static Tensor FForward(Tensor x, Tensor w, out FSaved saved, Workspace? workspace = null) { saved = default; return F(x, w); }
                public static void FBackward(in FSaved saved, Tensor dY, out Tensor dX) => dX = dY;
                public readonly struct FSaved;
            }
            """,
        ["a derivative by hand of an object's method"] = Head + """
            public partial class M
            {
                [Differentiable(ByHand = true)] public Tensor F(Tensor x) => Relu(x); // SD1004
            }
            """,
        ["a parameter with a name of the gradients' class"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor States { get; } = Tensor.Zeros(2, 2); // SD1007
                [Differentiable] public Tensor F(Tensor x) => Linear(x, States);
            }
            """,
        ["an outer class that is not partial"] = Head + """
            public class Outer // SD1001
            {
                public static partial class M
                {
                    [Differentiable] public static Tensor F(Tensor x) => Relu(x);
                }
            }
            """,
        ["a struct with a model in it"] = Head + """
            public partial struct M // SD1009
            {
                [Parameter] public Tensor W;
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a file-local class"] = Head + """
            file static partial class M // SD1009
            {
                [Differentiable] public static Tensor F(Tensor x) => Relu(x);
            }
            """,
        ["an interface"] = Head + """
            public partial interface IM // SD1009
            {
                [Differentiable] static Tensor F(Tensor x) => Relu(x);
            }
            """,
        ["a parameter that is called like one of the base type"] = Head + """
            public partial class Base
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            }

            public partial class Derived : Base
            {
                [Parameter] public new Tensor W { get; } = Tensor.Zeros(2, 2); // SD1053
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
            }
            """,
        ["a generic method"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F<T>(Tensor x) => Relu(x); // SD1004
            }
            """,
        ["an async method"] = Head + """
            public static partial class M
            {
                [Differentiable] public static async Task<Tensor> F(Tensor x) { await Task.Yield(); return Relu(x); } // SD1004
            }
            """,
        ["a ref argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(ref Tensor x) => Relu(x); // SD1004
            }
            """,
        ["an out argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, out int n) { n = 1; return Relu(x); } // SD1004
            }
            """,
        ["a span argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, ReadOnlySpan<float> values) => Relu(x); // SD1004
            }
            """,
        ["an array of tensors as argument"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor[] all, Tensor x) => Relu(x); // SD1004
            }
            """,
        ["an abstract method"] = Head + """
            public abstract partial class M
            {
                [Differentiable] public abstract Tensor F(Tensor x); // SD1004
            }
            """,
        ["a result that is a number"] = Head + """
            public static partial class M
            {
                [Differentiable] public static float F(Tensor x) => Sum(x).ToScalar(); // SD1005
            }
            """,
        ["no result"] = Head + """
            public static partial class M
            {
                [Differentiable] public static void F(Tensor x) { } // SD1005
            }
            """,
        ["a parameter that is a number"] = Head + """
            public partial class M
            {
                [Parameter] public float W { get; } // SD1006
            }
            """,
        ["a static parameter"] = Head + """
            public partial class M
            {
                [Parameter] public static Tensor W { get; } = Tensor.Zeros(2); // SD1006
            }
            """,
        ["a parameter that cannot be read"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { set { } } // SD1006
            }
            """,
        ["a parameter made whenever it is read"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W => Init.KaimingUniform(2, 2, 1); // SD1006
                [Parameter] public Tensor B { get { return (Tensor.Zeros(2)); } } // SD1006
                [Parameter] public Tensor C { get => Tensor.Zeros(2) * 2; } // SD1006
                [Differentiable] public Tensor F(Tensor x) => Linear(x, W, B) + C;
            }
            """,
        ["a model made whenever it is read"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public LinearLayer Last => new(2, 2, 1); // SD1016
                [Differentiable] public Tensor F(Tensor x) => Last.Forward(Linear(x, W));
            }
            """,
        ["parameters that may be null"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor? W { get; set; } // SD1021
                [Parameter] public Tensor? V; // SD1021
                [Parameter] public Tensor U { get; } = Tensor.Zeros(2, 2);
            }
            """,
        ["a taken name of the method"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public void LossForward() { } // SD1007
                [Differentiable] public Tensor Loss(Tensor x) => Linear(x, W);
            }
            """,
        ["a taken name of the type"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                public int Gradients => 1; // SD1007
            }
            """,
        ["a parameter named like a member of the gradients"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor Entries { get; } = Tensor.Zeros(2, 2); // SD1007
            }
            """,
        ["a method without parameters in it"] = Head + """
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => Relu(x); // SD1008
            }
            """,
        ["a static method without tensors"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(float x) => Tensor.Full(x, 2); // SD1008
            }
            """,
        ["an argument that is not used"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, Tensor y) => Relu(x); // SD1008
            }
            """,
        ["a private type that must be kept"] = Head + """
            public partial class M
            {
                private enum Mode { A, B }
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                private Mode Current => Mode.B;
                [Differentiable] public Tensor F(Tensor x)
                {
                    Mode mode = Current; // SD1012
                    return Linear(x, W);
                }
            }
            """,
        ["two methods of one name"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x) => Relu(x); // SD1013
                [Differentiable] public static Tensor F(Tensor x, float y) => Relu(x) * y; // SD1013
            }
            """,
        ["a method that does not compile"] = Head + """
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x) => Unknown(x); // SD1015
            }
            """,
    };
}
