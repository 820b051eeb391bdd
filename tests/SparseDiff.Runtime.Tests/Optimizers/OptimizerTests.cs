using System.Text.Json;
using SparseDiff.Tests.Tensors;

namespace SparseDiff.Tests.Optimizers;

public class OptimizerTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "optimizers.json"))).RootElement.EnumerateArray()
            .Where(c => Make(c, touchedRowsOnly: false) is not null)];

    public static TheoryData<int, string> Known()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < Cases.Length; i++)
            data.Add(i, $"{Cases[i].GetProperty("optimizer")} {Cases[i].GetProperty("attrs")}");
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Weights_after_every_step_equal_the_published_frameworks(int index, string name)
    {
        foreach (bool touchedRowsOnly in new[] { false, true })
        {
            JsonElement @case = Cases[index];
            var model = new OneParameter(Read(@case.GetProperty("start")));
            Optimizer optimizer = Make(@case, touchedRowsOnly)!;
            JsonElement.ArrayEnumerator expected = @case.GetProperty("weights_after_each_step").EnumerateArray();
            foreach (JsonElement gradient in @case.GetProperty("gradients").EnumerateArray())
            {
                model.Gradient.Clear();
                model.Gradient.AsDense().CopyFrom(Read(gradient).ToArray());
                optimizer.Step(model, model);
                expected.MoveNext();
                float[] wanted = Read(expected.Current).ToArray();
                float[] actual = model.Weights.ToArray();
                for (int i = 0; i < wanted.Length; i++)
                    Assert.True(Math.Abs(wanted[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"{name}, entry {i}: {actual[i]}, expected {wanted[i]}.");
            }
        }
    }

    [Fact]
    public void Every_case_of_the_optimizers_of_this_version_is_known() =>
        Assert.Equal(["adam", "adamw", "sgd"], Cases.Select(c => c.GetProperty("optimizer").GetString()!).Distinct().Order());

    [Fact]
    public void Untouched_rows_stay_as_they_are_only_when_asked()
    {
        foreach (bool touchedRowsOnly in new[] { false, true })
        {
            foreach (Optimizer optimizer in new Optimizer[]
            {
                new Sgd(0.1f) { Momentum = 0.9f, TouchedRowsOnly = touchedRowsOnly },
                new Adam(0.1f) { TouchedRowsOnly = touchedRowsOnly },
                new AdamW(0.1f) { TouchedRowsOnly = touchedRowsOnly },
            })
            {
                var model = new OneParameter(Tensor.Full(1, 3, 2));
                model.Gradient.AsDense().AsSpan().Fill(1);
                optimizer.Step(model, model);
                float[] before = model.Weights.ToArray();
                model.Gradient.Clear();
                model.Gradient.Touch(1);
                model.Gradient.Buffer.AsSpan().Slice(2, 2).Fill(1);
                optimizer.Step(model, model);
                float[] after = model.Weights.ToArray();
                Assert.NotEqual(before[2], after[2]);
                Assert.Equal(touchedRowsOnly, before[0] == after[0]);
            }
        }
    }

    [Fact]
    public void Wrong_constants_and_foreign_gradients_are_refused()
    {
        TensorTests.Says<ArgumentOutOfRangeException>("LearningRate", () => _ = new Sgd(-1));
        TensorTests.Says<ArgumentOutOfRangeException>("LearningRate", () => _ = new Adam(float.NaN));
        TensorTests.Says<ArgumentOutOfRangeException>("Momentum", () => _ = new Sgd(1) { Momentum = 1 });
        TensorTests.Says<ArgumentOutOfRangeException>("Beta1", () => _ = new Adam { Beta1 = 2 });
        TensorTests.Says<ArgumentOutOfRangeException>("Epsilon", () => _ = new AdamW { Epsilon = 0 });
        var optimizer = new Sgd(0.1f);
        var model = new OneParameter(Tensor.Zeros(2, 2));
        TensorTests.Says<ShapeException>("w is [2, 2] but its gradient is [3]", () => optimizer.Step(model, new OneParameter(Tensor.Zeros(3))));
        optimizer.Step(model, model);
        var other = new OneParameter(Tensor.Zeros(2, 2));
        TensorTests.Says<ArgumentException>("state for one model", () => optimizer.Step(other, other));
        model.To(Device.Reference);
        TensorTests.Says<InvalidOperationException>("is on reference but its gradient on cpu", () => optimizer.Step(model, model));
    }

    [Fact]
    public void A_model_that_moves_between_steps_goes_on_as_one_that_stays()
    {
        foreach (Func<Optimizer> make in new Func<Optimizer>[] { static () => new Sgd(0.1f) { Momentum = 0.9f, Nesterov = true }, static () => new Adam(0.1f), static () => new AdamW(0.1f) })
        {
            Tensor stays = Tensor.From([1, -2, 3, 4], [2, 2]);
            Tensor moves = Tensor.From(stays.ToArray(), [2, 2]);
            var (still, moving) = (new OneParameter(stays), new OneParameter(moves));
            var (stepsStill, stepsMoving) = (make(), make());
            foreach (Device device in new[] { Device.Cpu, Device.Reference, Device.Cpu })
            {
                moving.To(device);
                moving.Gradient = new RowGradient(moves);
                foreach ((OneParameter model, Optimizer optimizer) in new[] { (still, stepsStill), (moving, stepsMoving) })
                {
                    model.Gradient.Clear();
                    model.Gradient.AsDense().CopyFrom([0.5f, -1, 0, 2]);
                    optimizer.Step(model, model);
                }
            }

            Assert.All(stays.ToArray().Zip(moves.ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    private static Optimizer? Make(JsonElement @case, bool touchedRowsOnly)
    {
        JsonElement attributes = @case.GetProperty("attrs");
        float Get(string name, float otherwise) => attributes.TryGetProperty(name, out JsonElement value) ? value.GetSingle() : otherwise;
        float rate = Get("lr", 1e-3f);
        (float beta1, float beta2) = attributes.TryGetProperty("betas", out JsonElement betas) ? (betas[0].GetSingle(), betas[1].GetSingle()) : (0.9f, 0.999f);
        return @case.GetProperty("optimizer").GetString() switch
        {
            "sgd" => new Sgd(rate)
            {
                Momentum = Get("momentum", 0),
                WeightDecay = Get("weight_decay", 0),
                Nesterov = attributes.TryGetProperty("nesterov", out JsonElement nesterov) && nesterov.GetBoolean(),
                TouchedRowsOnly = touchedRowsOnly,
            },
            "adam" => new Adam(rate) { Beta1 = beta1, Beta2 = beta2, Epsilon = Get("eps", 1e-8f), WeightDecay = Get("weight_decay", 0), TouchedRowsOnly = touchedRowsOnly },
            "adamw" => new AdamW(rate) { Beta1 = beta1, Beta2 = beta2, Epsilon = Get("eps", 1e-8f), WeightDecay = Get("weight_decay", 0.01f), TouchedRowsOnly = touchedRowsOnly },
            _ => null,
        };
    }

    private static Tensor Read(JsonElement tensor) => Tensor.From(
        [.. tensor.GetProperty("data").EnumerateArray().Select(v => v.GetSingle())], [.. tensor.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32())]);

    [Fact]
    public void A_tensor_with_two_gradients_is_reported()
    {
        Tensor shared = Tensor.Zeros(2, 2);
        var failure = Assert.Throws<ArgumentException>(() => new Sgd(0.1f).Step(new Twice(shared), new Twice(shared)));
        Assert.StartsWith("The parameters A.W and B.W are one tensor with two gradients;", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Twice(Tensor shared) : IModel, IGradients
    {
        public IReadOnlyList<NamedTensor> Parameters { get; } = [new("A.W", shared), new("B.W", shared)];

        public IReadOnlyList<RowGradient?> Entries { get; } = [new(shared), new(shared)];
    }

    private sealed class OneParameter(Tensor weights) : IModel, IGradients
    {
        public Tensor Weights => weights;

        public RowGradient Gradient { get; set; } = new(weights);

        public IReadOnlyList<NamedTensor> Parameters { get; } = [new("w", weights)];

        public IReadOnlyList<RowGradient?> Entries => [Gradient];
    }
}
