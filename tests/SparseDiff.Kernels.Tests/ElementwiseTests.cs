using SparseDiff.Cpu;
using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests;

public sealed class ElementwiseTests
{
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [], [] }, { [1], [1] }, { [0], [0] }, { [17], [17] }, { [17, 33], [17, 33] }, { [17, 33], [33] }, { [17, 33], [17, 1] }, { [17, 33], [] },
        { [17, 1], [1, 33] }, { [2, 3, 5, 7], [3, 1, 7] }, { [2, 1, 5, 1], [3, 1, 7] }, { [4, 1, 6], [4, 5, 6] }, { [300, 200], [300, 200] },
        { [70000], [1] }, { [3, 30000], [3, 1] }, { [1, 64], [64, 64] }, { [2, 0, 3], [3] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Inputs_broadcast_as_in_the_reference(int[] a, int[] b)
    {
        Tensor x = Twin.Random(1, a), y = Twin.Random(2, b);
        Span<int> room = stackalloc int[Math.Max(a.Length, b.Length)];
        room[..SparseDiff.Shapes.Broadcast(a, b, room)].ToArray();
        Tensor actual = Tensor.Zeros(room), difference = Tensor.Zeros(room);
        Tensor expected = Tensor.Zeros(Device.Reference, room), expectedDifference = Tensor.Zeros(Device.Reference, room);
        Twin.Cpu.Elementwise(default(ProductAndDifference), [x, y], [actual, difference]);
        Twin.Reference.Elementwise(default(ProductAndDifference), [x.OnReference(), y.OnReference()], [expected, expectedDifference]);
        Twin.Equal(expected, actual, 1e-6);
        Twin.Equal(expectedDifference, difference, 1e-6);
    }

    [Fact]
    public void An_output_may_be_an_input()
    {
        Tensor x = Twin.Random(1, 17, 33), y = Twin.Random(2, 33);
        Tensor expected = Tensor.Zeros(Device.Reference, 17, 33);
        Twin.Reference.Elementwise(default(Binary<Multiply>), [x.OnReference(), y.OnReference()], [expected]);
        Twin.Cpu.Elementwise(default(Binary<Multiply>), [x, y], [x]);
        Twin.Equal(expected, x, 1e-6);
    }

    [Fact]
    public void Functions_of_vector_lanes_are_those_of_float_lanes_to_a_few_ulps()
    {
        float[] special = [0, -0f, 1, -1, 0.5f, 1e-30f, -1e-30f, 80, -80, 88.7f, -103, 200, -200, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        Tensor x = Tensor.From([.. special, .. Twin.Random(3, 997).ToArray()], [special.Length + 997]);
        foreach (float scale in new[] { 1f, 10f })
        {
            Tensor scaled = Tensor.Zeros(x.Shape);
            Twin.Cpu.BroadcastTo(x, scaled, scale);
            Check<Exp>(scaled);
            Check<Log>(scaled);
            Check<Tanh>(scaled);
            Check<Gelu>(scaled);
            Check<Silu>(scaled);
            Check<Softplus>(scaled);
            Check<Relu>(scaled);
            Check<Sin>(scaled);
            Check<Cos>(scaled);
            Check<Sqrt>(scaled);
        }

        static void Check<TOp>(Tensor x)
            where TOp : struct, IUnaryOp
        {
            Tensor actual = Tensor.Zeros(x.Shape);
            Twin.Cpu.Elementwise(default(Unary<TOp>), [x], [actual]);
            float[] values = x.ToArray(), results = actual.ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                float expected = TOp.Apply(new FloatLane(values[i])).Value;
                bool same = expected.Equals(results[i]) || Math.Abs((double)expected - results[i]) <= 1e-6 * Math.Max(Math.Abs(expected), 1e-3);
                Assert.True(same, $"{typeof(TOp).Name}({values[i]:R}) is {results[i]:R}, not {expected:R}.");
            }
        }
    }

    [Fact]
    public void The_exponential_is_right_to_three_parts_in_ten_million()
    {
        Tensor x = Tensor.Zeros(20001);
        for (int i = 0; i < x.Length; i++)
            x.AsSpan()[i] = (i - 10000) * 0.0087f;
        Tensor y = Tensor.Zeros(x.Length);
        Twin.Cpu.Elementwise(default(Unary<Exp>), [x], [y]);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Math.Exp(x.AsSpan()[i]);
            Assert.InRange(y.AsSpan()[i], expected * (1 - 3e-7), expected * (1 + 3e-7));
        }
    }

    [Fact]
    public unsafe void Every_vector_width_gives_the_same_function()
    {
        float[] x = Twin.Random(1, 16).ToArray();
        fixed (float* p = x)
        {
            var wide = new float[16];
            var middle = new float[16];
            var narrow = new float[16];
            fixed (float* w = wide, m = middle, n = narrow)
            {
                Lane512.Store(w, Function(Lane512.Load(p)));
                for (int i = 0; i < 16; i += 8)
                    Lane256.Store(m + i, Function(Lane256.Load(p + i)));
                for (int i = 0; i < 16; i += 4)
                    Lane128.Store(n + i, Function(Lane128.Load(p + i)));
            }
            Twin.Equal(wide, middle, 1e-6);
            Twin.Equal(wide, narrow, 1e-6);
        }

        static V Function<V>(V x)
            where V : struct, IVectorLane<V>
            => V.Erf(x) + V.Log(V.Abs(x)) + V.Select(V.GreaterOrEqual(x, V.Constant(0)), V.Min(x, V.Constant(0.5f)), V.Max(V.Floor(x), -V.Sqrt(-x)));
    }

    private readonly struct ProductAndDifference : IElementwise
    {
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V a = at.Read(0), b = at.Read(1);
            at.Write(0, a * b);
            at.Write(1, a - b);
        }
    }
}
