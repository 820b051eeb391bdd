using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>A setting that only the run knows to be wrong is refused in the forward pass: gradients are what they were, whichever point has it.</summary>
public class RefusedPointTests
{
    private const string Program = """
        using System;
        using System.Linq;
        using SparseDiff;
        using static SparseDiff.Ops;

        public sealed partial class Part
        {
            public Budget Budget { get; set; } = 0.5f;
            public float Kept { get; set; } = 0.5f;
            [Parameter, TopK(nameof(Kept))] public Tensor U { get; } = Init.KaimingUniform(4, 4, 2);
            [Differentiable, SampledK(nameof(Budget))] public Tensor Forward(Tensor x) => Linear(x, U);
        }

        public sealed partial class M
        {
            public float Ratio { get; set; } = 0.5f;
            public float Fused { get; set; } = 0.5f;
            public int Count { get; set; } = 2;
            public int Turns { get; set; } = 1;
            public float Level { get; set; } = 0.01f;
            public int Size { get; set; } = 2;
            public TopKColumns Policy { get; set; } = new(0.5f);
            public Part Part { get; } = new();
            [Parameter, TopK(0.5f)] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
            [Parameter] public Tensor B { get; } = Tensor.Zeros(4);
            [Parameter] public Tensor C { get; } = Init.KaimingUniform(5, 4, 3);

            [Differentiable, TopK(nameof(Ratio))]
            public Tensor Loss(Tensor x)
            {
                var h = Linear(x, W);
                h = Tanh(Sparsify.TopK(Tanh(h * 0.5f) + B, Fused) * C);
                for (int i = 0; i < Turns; i++)
                    h = Tanh(Sparsify.GaussianK(h, Count));
                if (Turns > 0)
                    h = Sparsify.Threshold(h * h, Level);
                h = Sparsify.TopKBlocks(h + B, 0.5f, Size);
                return Mean(Square(Sparsify.By(Part.Forward(h), Policy)));
            }
        }

        /// Keeps every other entry, unless it fails.
        public sealed class Fragile : ISelection<SparseRows>
        {
            public bool Fails { get; set; }
            public void Select(Tensor gradient, SparseRows into, ulong draw)
            {
                if (Fails)
                    throw new InvalidTimeZoneException();
                EntrySelection.Keep(gradient, Enumerable.Range(0, gradient.Length / 2).Select(i => 2 * i + 1).ToArray(), 1, into);
            }
        }

        public partial class Inner
        {
            [Parameter, TopK(0.3f)] public Tensor U { get; } = Init.KaimingUniform(4, 4, 2);
            public Fragile Policy { get; } = new();
            [Parameter, SelectBy(nameof(Policy))] public Tensor V { get; } = Init.KaimingUniform(4, 4, 5);
            [Differentiable] public Tensor Forward(Tensor x) => Linear(Tanh(Linear(x, U)), V);
        }

        public sealed partial class Derived : Inner
        {
            public Fragile Other { get; } = new();
            [Parameter, SelectBy(nameof(Other))] public Tensor T { get; } = Init.KaimingUniform(4, 4, 6);
            [Differentiable] public Tensor Next(Tensor x) => Linear(Forward(x), T);
        }

        public sealed partial class Outer
        {
            public Fragile Policy { get; } = new();
            [Parameter, SelectBy(nameof(Policy))] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
            [Parameter, TopK(2)] public Tensor B { get; } = Tensor.Zeros(4);
            public Inner First { get; } = new Inner();
            public Derived[] More { get; } = [new(), new()];

            [Differentiable]
            public Tensor Loss(Tensor x)
            {
                var h = First.Forward(Linear(x, W, B));
                foreach (Derived part in More)
                    h = part.Next(h);
                return Mean(Square(h));
            }
        }

        public static class Test
        {
            private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 15).Select(i => (i * 7 % 15) - 6.5f).ToArray(), [5, 3]);

            private static readonly (Action<M> Break, Action<M> Mend)[] Points =
            [
                (m => m.Ratio = 1.5f, m => m.Ratio = 0.5f),
                (m => m.Fused = -0.1f, m => m.Fused = 0.5f),
                (m => m.Count = 21, m => m.Count = 2),
                (m => m.Count = -3, m => m.Count = 2),
                (m => m.Level = float.NaN, m => m.Level = 0.01f),
                (m => m.Size = 0, m => m.Size = 2),
                (m => m.Policy.Budget = 5, m => m.Policy.Budget = 0.5f),
                (m => m.Policy = null!, m => m.Policy = new TopKColumns(0.5f)),
                (m => m.Part.Budget = Budget.Energy(0.5), m => m.Part.Budget = 0.5f),
                (m => m.Part.Budget = Budget.Variance(-1), m => m.Part.Budget = 0.5f),
            ];

            public static string[] Forward() => Points.Select(given =>
            {
                M model = new();
                given.Break(model);
                return Refused(() => model.LossForward(X, out _));
            }).ToArray();

            public static string[] WithGradients()
            {
                (Action<M> Break, Action<M> Mend)[] all = [.. Points, (m => m.Part.Kept = 2, m => m.Part.Kept = 0.5f)];
                return all.Select(given =>
                {
                    M model = new();
                    M.Gradients gradients = model.CreateGradients();
                    model.LossWithGradients(X, gradients);
                    string before = Text(gradients);
                    given.Break(model);
                    string message = Refused(() => model.LossWithGradients(X * 2f, gradients));
                    if (Text(gradients) != before)
                        return "changed: " + message;
                    given.Mend(model);
                    return Refused(() => model.LossWithGradients(X, gradients)) == "accepted" ? message : "still refused after: " + message;
                }).ToArray();
            }

            public static string[] Select()
            {
                // Two steps in hand, of which the second is refused at first: what waits must be what it was.
                M model = new(), other = new();
                M.Gradients gradients = model.CreateGradients(), wanted = other.CreateGradients();
                foreach (float scale in new[] { 1f, -2f })
                {
                    model.LossForward(X * scale, out M.LossSaved saved);
                    gradients.Clear();
                    model.LossBackward(in saved, gradients);
                    model.Part.Kept = 1.5f;
                    string before = Text(gradients);
                    string message = Refused(() => gradients.Select());
                    if (message == "accepted" || Text(gradients) != before)
                        return ["changed: " + message];
                    model.Part.Kept = 0.5f;
                    gradients.Select();
                    other.LossWithGradients(X * scale, wanted);
                    if (Text(gradients) != Text(wanted))
                        return ["other gradients after: " + message];
                }

                return ["ArgumentOutOfRangeException: " + new string('.', 20)];
            }

            /// Policies of one's own that fail, in the model, in others that it holds, in their bases: nothing has changed, and the step can be made again.
            public static string[] Failing()
            {
                Func<Outer, Fragile>[] policies = [m => m.Policy, m => m.First.Policy, m => m.More[0].Policy, m => m.More[1].Other];
                return policies.Select(given =>
                {
                    Outer model = new(), other = new();
                    Outer.Gradients gradients = model.CreateGradients(), wanted = other.CreateGradients();
                    string message = "";
                    foreach (float scale in new[] { 1f, -2f, 0.5f })
                    {
                        model.LossForward(X * scale, out Outer.LossSaved saved);
                        gradients.Clear();
                        model.LossBackward(in saved, gradients);
                        string before = Entries(gradients);
                        given(model).Fails = true;
                        message = Refused(() => gradients.Select());
                        if (!message.StartsWith("InvalidTimeZone") || Entries(gradients) != before)
                            return "changed: " + message;
                        given(model).Fails = false;
                        gradients.Select();
                        other.LossWithGradients(X * scale, wanted);
                        if (Entries(gradients) != Entries(wanted))
                            return "other gradients after: " + message;
                    }

                    return "NotSupportedException: as it must, " + new string('.', 20);
                }).ToArray();
            }

            private static string Entries(IGradients gradients) => string.Join(" ", gradients.Entries.OfType<RowGradient>().SelectMany(entry => entry.Values.ToArray()));

            private static string Refused(Action run)
            {
                try { run(); return "accepted"; } catch (Exception refused) { return refused.GetType().Name + ": " + refused.Message; }
            }

            private static string Text(M.Gradients gradients) => string.Join(" ", gradients.Entries.OfType<RowGradient>().SelectMany(entry => entry.Values.ToArray()));
        }
        """;

    [Theory]
    [InlineData("Forward")]
    [InlineData("WithGradients")]
    [InlineData("Select")]
    [InlineData("Failing")]
    public void Nothing_was_written_when_it_is_refused(string test)
    {
        var generated = Generated.From(Program);
        Assert.Empty(generated.Errors.Concat(generated.Diagnostics.Where(static report => report.Severity == DiagnosticSeverity.Error)));
        using LoadedProgram program = generated.Load();
        var messages = (string[])program.Assembly.GetType("Test")!.GetMethod(test)!.Invoke(null, null)!;
        Assert.All(messages, static message => Assert.Matches("^(ArgumentOutOfRangeException|NotSupportedException|ArgumentNullException): .{20,}", message));
    }
}
