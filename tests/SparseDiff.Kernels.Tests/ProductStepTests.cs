using SparseDiff.Cpu;
using SparseDiff.Kernels;

namespace SparseDiff.Tests;

/// <summary>Steps by a gradient that nobody looked at, and so is still a product, against steps by one that somebody looked at: the same bits.</summary>
public sealed class ProductStepTests
{
    /// <summary>Rows of dY, outputs, inputs (blocks of 128 columns, and each kind of rest), entries a row of dY.</summary>
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 8, 33, 128, 3 }, { 4, 9, 17, 2 }, { 1, 4, 1, 1 }, { 16, 100, 200, 40 }, { 5, 64, 256 + 32, 9 }, { 7, 50, 100, 5 }, { 3, 20, 784, 4 },
        { 64, 700, 1500, 50 }, { 130, 1100, 960, 100 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_step_by_factors_is_the_step_by_the_gradient(int rows, int outputs, int inputs, int k)
    {
        foreach (bool touchedOnly in (bool[])[false, true])
        {
            Same(() => new Adam(0.01f) { WeightDecay = 0.1f, TouchedRowsOnly = touchedOnly });
            Same(() => new AdamW(0.01f) { TouchedRowsOnly = touchedOnly });
            Same(() => new Sgd(0.01f) { TouchedRowsOnly = touchedOnly });
            Same(() => new Sgd(0.01f) { Momentum = 0.9f, Nesterov = true, WeightDecay = 0.1f, TouchedRowsOnly = touchedOnly });
        }

        void Same(Func<Optimizer> optimizer)
        {
            var seen = new Weight(outputs, inputs, optimizer());
            var unseen = new Weight(outputs, inputs, optimizer());
            for (int step = 0; step < 4; step++)
            {
                foreach (Weight weight in (Weight[])[seen, unseen])
                {
                    weight.Gradient.Clear();
                    weight.Add(step, rows, k);
                }
                _ = seen.Gradient.Values;
                Assert.Equal(step > 0, unseen.Gradient.Deferred is { IsEmpty: false });
                seen.Step();
                unseen.Step();
                Assert.Equal(seen.Values.ToArray(), unseen.Values.ToArray());
            }

            // Whoever looks after the step finds the gradient.
            Assert.Equal(seen.Gradient.TouchedRows.ToArray().Order(), unseen.Gradient.TouchedRows.ToArray().Order());
            Assert.Equal(seen.Gradient.Values.ToArray(), unseen.Gradient.Values.ToArray());
        }
    }

    [Fact]
    public void A_look_between_pass_and_step_is_expected_again()
    {
        var weight = new Weight(40, 30, new Sgd(0.1f));
        bool[] looks = [false, false, true, false, false];
        bool[] waits = [false, true, true, false, true];
        for (int step = 0; step < looks.Length; step++)
        {
            weight.Gradient.Clear();
            weight.Add(step, rows: 6, k: 4);
            Assert.Equal(waits[step], weight.Gradient.Deferred is { IsEmpty: false });
            if (looks[step])
                ((IGradients)weight).Settle();
            weight.Step();
        }
    }

    /// <summary>What else adds to the gradient of a weight [outputs, inputs].</summary>
    public static TheoryData<string> Parts => ["sparse", "dense", "scattered", "scattered entries", "rows", "product into rows", "slice", "everything"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_gradient_of_several_parts_is_the_same_sum_whether_the_first_one_waited_or_not(string part)
    {
        const int outputs = 200, inputs = 96 + 128; // 32 columns that are summed by pairs of entries.
        var seen = new Weight(outputs, inputs, new Adam(0.01f));
        var unseen = new Weight(outputs, inputs, new Adam(0.01f));
        var resumed = new Weight(outputs, inputs, new Adam(0.01f));
        for (int step = 0; step < 6; step++)
        {
            if (step == 3)
                resumed = resumed.WithNewGradient();
            foreach (Weight each in (Weight[])[seen, unseen, resumed])
            {
                each.Gradient.Clear();
                each.Add(step, rows: 9, k: 20);
                // Some steps have but one part, as a model with conditions may.
                if (step is not 1 and not 4)
                    Add(each.Gradient, 50 + step);
            }
            seen.Gradient.Settle();
            seen.Step();
            unseen.Step();
            resumed.Step();
            Assert.Equal(seen.Values.ToArray(), unseen.Values.ToArray());
            Assert.Equal(seen.Values.ToArray(), resumed.Values.ToArray());
        }
        Assert.Equal(seen.Gradient.Values.ToArray(), unseen.Gradient.Values.ToArray());

        void Add(RowGradient gradient, int seed)
        {
            Tensor dY = Twin.Random(seed, 9, outputs), x = Twin.Random(seed + 100, 9, inputs);
            var chosen = Indices.From([3, 199, 3, 0, 7, 8, 8, 100, 1], [9]);
            var ascending = new AxisPattern(Device.Cpu);
            ascending.Set(outputs, [0, 3, 7, 50, 51, 99, 120, 180, 199]);
            switch (part)
            {
                case "sparse":
                    Twin.Cpu.SparseTransposedTimesDense(Twin.Select(dY, 11), x, gradient);
                    Twin.Cpu.SparseTransposedTimesDense(Twin.Select(dY, 3), x, gradient);
                    break;
                case "dense":
                    Twin.Cpu.TransposedTimesDense(dY, x, gradient);
                    break;
                case "scattered":
                    Twin.Cpu.ScatterAddRows(x, chosen, gradient);
                    break;
                case "scattered entries":
                    Twin.Cpu.ScatterAddRows(Twin.Select(x, 5), chosen, gradient);
                    break;
                case "rows":
                    Twin.Cpu.AddRows(x, ascending, gradient);
                    break;
                case "product into rows":
                    Twin.Cpu.MatMulIntoRows(Twin.Random(seed, 4, 9), Twin.Random(seed + 1, 4, inputs), ascending, gradient);
                    break;
                case "slice":
                    Ops.SliceVjp(x, axis: 0, start: 30, gradient);
                    break;
                default:
                    Formats.SumTo(Twin.Random(seed, outputs, inputs), gradient);
                    break;
            }
        }
    }

    [Fact]
    public void Factors_belong_to_the_caller_again_and_two_steps_by_one_gradient_are_two_steps()
    {
        var once = new Weight(64, 48, new Sgd(0.25f));
        var twice = new Weight(64, 48, new Sgd(0.25f));
        for (int step = 0; step < 2; step++)
        {
            foreach (Weight weight in (Weight[])[once, twice])
            {
                weight.Gradient.Clear();
                weight.Add(step, rows: 5, k: 6, spoil: true);
                weight.Step();
            }
        }
        Assert.NotNull(twice.Gradient.Deferred);
        float[] before = twice.Values.ToArray();
        twice.Step();
        float[] gradient = twice.Gradient.Values.ToArray();
        Twin.Equal([.. before.Select((value, i) => value - (0.25f * gradient[i]))], twice.Values.ToArray(), 1e-6);
        Assert.DoesNotContain(float.NaN, once.Values.ToArray());
    }

    [Fact]
    public void What_a_cleared_gradient_forgets_is_not_stepped_by()
    {
        var weight = new Weight(64, 48, new Sgd(1));
        for (int step = 0; step < 2; step++)
        {
            weight.Gradient.Clear();
            weight.Add(step, rows: 5, k: 6);
            if (step == 0)
                weight.Step();
        }
        Assert.Contains("more to add", weight.Gradient.ToString(), StringComparison.Ordinal);
        float[] before = weight.Values.ToArray();
        weight.Gradient.Clear();
        weight.Step();
        Assert.Equal(before, weight.Values.ToArray());
    }

    /// <summary>One weight, its gradient and its optimizer.</summary>
    private sealed class Weight : IModel, IGradients
    {
        private readonly Optimizer optimizer;
        private readonly IModel model;

        public Weight(int outputs, int inputs, Optimizer optimizer)
        {
            this.optimizer = optimizer;
            model = this;
            Values = Twin.Random(1, outputs, inputs);
            Gradient = new RowGradient(Values);
            Parameters = [new NamedTensor("W", Values)];
        }

        private Weight(Weight before)
        {
            (optimizer, Values, Parameters) = (before.optimizer, before.Values, before.Parameters);
            Gradient = new RowGradient(Values);
            model = before.model;
        }

        public Tensor Values { get; }

        public RowGradient Gradient { get; }

        public IReadOnlyList<NamedTensor> Parameters { get; }

        public IReadOnlyList<RowGradient?> Entries => [Gradient];

        public void Add(int seed, int rows, int k, bool isDense = false, bool spoil = false)
        {
            Tensor dY = Twin.Random(100 + seed, rows, Values.Shape[0]), x = Twin.Random(200 + seed, rows, Values.Shape[1]);
            if (isDense)
                Twin.Cpu.TransposedTimesDense(dY, x, Gradient);
            else
                Twin.Cpu.SparseTransposedTimesDense(Twin.Select(dY, k), x, Gradient);
            if (spoil)
                x.AsSpan().Fill(float.NaN);
        }

        public void Step() => optimizer.Step(model, this);

        /// <summary>As it would go on after an interruption: the same weight and optimizer, and a gradient that nobody knows anything of.</summary>
        public Weight WithNewGradient() => new(this);
    }
}
