namespace SparseDiff.Tests.Gradients;

/// <summary>The tape of a loop: last in, first out, in memory of its own or pooled.</summary>
public class TapeTests
{
    [Theory]
    [InlineData(3), InlineData(4), InlineData(5), InlineData(1000)]
    public void Values_come_back_in_reverse_order(int count)
    {
        using Tape<int> tape = new(stackalloc int[4]);
        for (int i = 0; i < count; i++)
            tape.Push(i);
        Assert.Equal(count, tape.Count);
        for (int i = count - 1; i >= 0; i--)
            Assert.Equal(i, tape.Pop());
    }

    [Fact]
    public void An_empty_tape_says_so()
    {
        Assert.Throws<InvalidOperationException>(static () =>
        {
            using Tape<float> tape = new([]);
            tape.Pop();
        });
    }
}
