using CsCheck;

namespace SparseDiff.Tests.Gradients;

public class RowGradientTests
{
    [Fact]
    public void Rows_nobody_touched_are_zero_even_after_older_gradients()
    {
        using var gradient = new RowGradient(Tensor.Zeros(3, 2));
        gradient.AsDense().AsSpan().Fill(7);
        gradient.Clear();
        Assert.False(gradient.Touch(1));
        gradient.Buffer.AsSpan().Slice(2, 2).Fill(5);
        Assert.Equal([1], gradient.TouchedRows.ToArray());
        Assert.Equal([0, 0, 5, 5, 0, 0], gradient.Values.ToArray());
    }

    [Fact]
    public void The_first_touch_says_overwrite_and_the_next_says_add()
    {
        using var gradient = new RowGradient(Tensor.Zeros(2, 2));
        Assert.False(gradient.Touch(0));
        Assert.True(gradient.Touch(0));
        Assert.True(gradient.TouchAll());
        Assert.True(gradient.IsAll);
        gradient.Clear();
        Assert.False(gradient.TouchAll());
    }

    [Fact]
    public void Any_order_of_touches_clears_and_reads_equals_a_plain_buffer()
    {
        Gen.Int[0, 5].Array[1, 40].Sample(
            operations =>
            {
                using var gradient = new RowGradient(Tensor.Zeros(4, 3));
                var plain = new float[12];
                foreach (int operation in operations)
                {
                    if (operation < 4)
                        Add(gradient, operation, plain);
                    else if (operation == 4)
                        AddAll(gradient, plain);
                    else
                    {
                        gradient.Clear();
                        Array.Clear(plain);
                    }
                }

                return gradient.Values.ToArray().SequenceEqual(plain);
            },
            iter: 500);
    }

    private static void Add(RowGradient gradient, int row, float[] plain)
    {
        bool add = gradient.Touch(row);
        Span<float> values = gradient.Buffer.AsSpan().Slice(row * 3, 3);
        for (int i = 0; i < 3; i++)
        {
            values[i] = add ? values[i] + 1 : 1;
            plain[(row * 3) + i]++;
        }
    }

    private static void AddAll(RowGradient gradient, float[] plain)
    {
        Span<float> values = gradient.AsDense().AsSpan();
        for (int i = 0; i < plain.Length; i++)
        {
            values[i] += 2;
            plain[i] += 2;
        }
    }
}
