using System.Buffers.Binary;
using System.Text;

namespace SparseDiff.Tests.Checkpoints;

/// <summary>Damaged checkpoints, by the thousand: each is refused with a <see cref="CheckpointException"/>, or is a valid file and is read.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Mutants = 4000;
    private const int FirstSeed = 1;

    private static readonly string[] Tokens =
        ["{", "}", "[", "]", "\"", ":", ",", "-1", "0", "4", "9223372036854775807", "18446744073709551616", "1e9", "null", "\\u0000", "\\ud800", "\"F16\"", "\"BOOL\"", "__metadata__", "sparsediff/step", "optimizer/first/W1", " ", "\n", "é"];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_changes_nothing()
    {
        string path = folder.File("run.safetensors");
        TrainingRun run = TrainingRun.Of("sampled", "adam");
        run.Train(2);
        run.Save(path);
        byte[] whole = File.ReadAllBytes(path);
        TrainingRun victim = TrainingRun.Of("sampled", "adam", seed: 50);
        int[][] untouched = victim.Bits();
        int refused = 0;
        for (int seed = FirstSeed; seed < FirstSeed + Mutants; seed++)
        {
            byte[] mutant = Mutate(whole, new Random(seed));
            File.WriteAllBytes(path, mutant);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(path);
                victim.Load(path);

                // Only the numbers were hit, or nothing that matters: a valid file of other content.
                victim = TrainingRun.Of("sampled", "adam", seed: 50);
                before = long.MaxValue;
            }
            catch (CheckpointException)
            {
                refused++;
                Assert.Equal(untouched, victim.Bits());
                Assert.Equal(0, victim.Optimizer.Steps);
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}: {error}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 2_000_000, $"Seed {seed}: {allocated} bytes were allocated.");
        }

        Assert.InRange(refused, Mutants / 2, Mutants - 1);
    }

    public void Dispose() => folder.Dispose();

    private static void ReadAll(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (string name in file.Entries.Keys)
            file.Read(name).Storage.Dispose();
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        switch (random.Next(6))
        {
            case 0:
                return whole[..random.Next(whole.Length)];
            case 1:
                return [.. whole, .. new byte[random.Next(1, 20)]];
            case 2:
                byte[] flipped = [.. whole];
                for (int i = random.Next(1, 4); i > 0; i--)
                    flipped[random.Next(random.Next(2) == 0 ? 8 : 8 + headerLength)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 3:
                byte[] numbers = [.. whole];
                numbers[random.Next(8 + headerLength, whole.Length)] ^= 0xff;
                return numbers;
            default:
                string header = Encoding.UTF8.GetString(whole, 8, headerLength);
                for (int i = random.Next(1, 4); i > 0; i--)
                    header = Edit(header, random);
                return RawFile.Of(header, whole[(8 + headerLength)..]);
        }
    }

    private static string Edit(string header, Random random)
    {
        int at = random.Next(header.Length);
        int length = random.Next(0, Math.Min(30, header.Length - at));
        return random.Next(4) switch
        {
            0 => header.Remove(at, length),
            1 => header.Insert(at, Tokens[random.Next(Tokens.Length)]),
            2 => header.Insert(at, header.Substring(random.Next(header.Length - length), length)),
            _ => Digit(header, random),
        };
    }

    // A number that is only a little wrong: the JSON stays valid.
    private static string Digit(string header, Random random)
    {
        int start = random.Next(header.Length / 2);
        int at = start + header.AsSpan(start).IndexOfAnyInRange('0', '9');
        return at < start ? header : header[..at] + (char)('0' + random.Next(10)) + header[(at + 1)..];
    }
}
