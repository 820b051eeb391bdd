using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>A setting that only the run knows to be wrong is refused in words, and the steps after it are what they would have been.</summary>
public class RefusedSettingTests
{
    private const string Program = """
        using System;
        using System.Linq;
        using SparseDiff;
        using static SparseDiff.Ops;

        public sealed partial class M
        {
            public float Ratio { get; set; } = 0.4f;
            public int Count { get; set; } = 2;
            public TopK Policy { get; set; } = new(0.3f);
            public float Level { get; set; } = 0.01f;
            [Parameter, TopK(nameof(Ratio))] public Tensor V { get; } = Init.KaimingUniform(3, 3, 4);
            [Parameter, SelectBy(nameof(Policy))] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
            [Parameter, DgcK(nameof(Count))] public Tensor B { get; } = Tensor.Zeros(4);
            [Parameter, Threshold(nameof(Level))] public Tensor U { get; } = Init.KaimingUniform(2, 4, 2);

            [Differentiable] public Tensor Loss(Tensor x) => Mean(Square(Linear(Tanh(Linear(Linear(x, V), W, B)), U)));
        }

        public sealed partial class N
        {
            public ISelection<SparseRows> First { get; set; } = new TopK(0.5f);
            public ISelection<SparseColumns> Second { get; set; } = new TopKColumns(0.5f);
            public IChildSelection Third { get; set; } = new MaxChild();
            [Parameter] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
            [Parameter] public Tensor U { get; } = Init.KaimingUniform(4, 4, 2);

            [Differentiable]
            public Tensor Loss(Tensor x)
            {
                var a = Sparsify.By(Linear(x, W), First);
                var b = Sparsify.By(Linear(Tanh(a), U), Second);
                return Mean(Square(Sparsify.MaxChild(a * b, Third)));
            }
        }

        public static class Test
        {
            private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 15).Select(i => (i * 7 % 15) - 6.5f).ToArray(), [5, 3]);

            private static string Refused(Action run)
            {
                try { run(); return "accepted"; } catch (Exception refused) { return refused.GetType().Name + ": " + refused.Message; }
            }

            /// A step that fails, and is then made with what is right, gives what the step alone gives.
            public static string[] Parameters()
            {
                (Action<M> Break, Action<M> Mend)[] cases =
                [
                    (m => m.Ratio = 1.5f, m => m.Ratio = 0.4f),
                    (m => m.Ratio = float.NaN, m => m.Ratio = 0.4f),
                    (m => m.Count = 5, m => m.Count = 2),
                    (m => m.Count = 0, m => m.Count = 2),
                    (m => m.Level = -1, m => m.Level = 0.01f),
                    (m => m.Policy.Budget = -0.5f, m => m.Policy.Budget = 0.3f),
                    (m => m.Policy.Budget = Budget.Variance(1), m => m.Policy.Budget = 0.3f),
                    (m => m.Policy.Scope = SelectionScope.Columns, m => m.Policy.Scope = SelectionScope.Row),
                    (m => m.Policy = null!, m => m.Policy = new TopK(0.3f)),
                ];
                string wanted = Steps(m => { }, m => { }, out _);
                return cases.Select(given => Steps(given.Break, given.Mend, out string message) == wanted ? message : "other gradients after: " + message).ToArray();
            }

            private static string Steps(Action<M> breakIt, Action<M> mend, out string message)
            {
                M model = new();
                M.Gradients gradients = model.CreateGradients();
                model.LossWithGradients(X, gradients);
                breakIt(model);
                message = Refused(() => gradients.Select());
                if (message == "accepted")
                {
                    model = new();
                    gradients = model.CreateGradients();
                    model.LossWithGradients(X, gradients);
                }

                mend(model);
                string all = "";
                for (int step = 0; step < 3; step++)
                {
                    model.LossWithGradients(X, gradients);
                    all += string.Join(" ", gradients.Entries.OfType<RowGradient>().SelectMany(entry => entry.Values.ToArray())) + "\n";
                }

                return all;
            }

            /// After a pass that was refused the next one gives what it always gives.
            public static string[] Points()
            {
                N model = new();
                N.Gradients gradients = model.CreateGradients();
                model.LossWithGradients(X, gradients);
                string before = Text(gradients);
                Action[] breaks =
                [
                    () => model.First = new TopK(1.5f),
                    () => model.First = new TopK(5),
                    () => model.First = new SampledK(0.5f) { Scope = SelectionScope.Examples },
                    () => model.First = new RandomK(Budget.Energy(0.5)),
                    () => model.First = new Threshold(float.NaN),
                    () => model.First = new TopKBlocks(0.5f, 0),
                    () => model.First = new GaussianK(Budget.Variance(0.5)),
                    () => model.First = new DgcK(float.NaN),
                    () => model.First = null!,
                    () => model.Second = new TopKColumns(5),
                    () => model.Second = new TopKColumns(2) { Norm = (SliceNorm)5 },
                    () => model.Second = new SampledColumns(Budget.Variance(-1)),
                    () => model.Third = new MaxChild(0),
                    () => model.Third = new MaxChild(Budget.Variance(1)),
                ];
                return breaks.Select(broken =>
                {
                    broken();
                    string message = Refused(() => model.LossWithGradients(X * 2f, gradients));
                    model.First = new TopK(0.5f);
                    model.Second = new TopKColumns(0.5f);
                    model.Third = new MaxChild();
                    model.LossWithGradients(X, gradients);
                    return Text(gradients) == before ? message : "other gradients after: " + message;
                }).ToArray();
            }

            private static string Text(N.Gradients gradients) => string.Join(" ", gradients.Entries.OfType<RowGradient>().SelectMany(entry => entry.Values.ToArray()));
        }
        """;

    [Fact]
    public void A_refused_selection_of_parameters_keeps_what_waits() => Check("Parameters");

    [Fact]
    public void After_a_policy_was_refused_at_its_point_the_next_step_is_what_it_would_have_been() => Check("Points");

    private static void Check(string test)
    {
        var generated = Generated.From(Program);
        Assert.Empty(generated.Errors);
        using LoadedProgram program = generated.Load();
        var messages = (string[])program.Assembly.GetType("Test")!.GetMethod(test)!.Invoke(null, null)!;
        Assert.All(messages, static message => Assert.Matches("^(ArgumentOutOfRangeException|NotSupportedException|ArgumentNullException): .{20,}", message));
    }
}
