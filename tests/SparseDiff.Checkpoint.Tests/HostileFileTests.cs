namespace SparseDiff.Tests.Checkpoints;

public sealed class HostileFileTests : IDisposable
{
    private const string Good = """{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""";

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("x.safetensors");

    public static TheoryData<string, byte[]> Files()
    {
        var files = new TheoryData<string, byte[]>
        {
            { "has 0 bytes", [] },
            { "has 7 bytes", new byte[7] },
            { "not valid JSON", new byte[8] },
            { "said to be 18446744073709551615 bytes long", RawFile.WithLength(ulong.MaxValue, "{}"u8.ToArray()) },
            { "said to be 9223372036854775808 bytes long", RawFile.WithLength(1UL << 63, "{}"u8.ToArray()) },
            { "said to be 33554433 bytes long", RawFile.WithLength((32 << 20) + 1, "{}"u8.ToArray()) },
            { "said to be 3 bytes long, but the file has only 2 more", RawFile.WithLength(3, "{}"u8.ToArray()) },
            { "said to be 33554432 bytes long, but the file has only 2 more", RawFile.WithLength(32 << 20, "{}"u8.ToArray()) },
            { "not valid JSON", RawFile.WithLength(1, "{}"u8.ToArray()) },
            { "where the header must be StartObject", RawFile.Of("[]") },
            { "where the header must be StartObject", RawFile.Of("null") },
            { "not valid JSON", RawFile.Of("{}{}") },
            { "not valid JSON", RawFile.Of("{} x") },
            { "not valid JSON", RawFile.Of("""{"w":}""") },
            { "not valid JSON", RawFile.Of("\ufeff{}") },
            { "not valid JSON", RawFile.WithLength(10, [(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', .. ":{}}x"u8]) },
            { "not valid JSON", RawFile.Of("{\"\\ud800\":" + Good + "}", 4) },
            { "two tensors 'w'", RawFile.Of($$"""{"w":{{Good}},"w":{{Good}} }""", 4) },
            { "two tensors 'w'", RawFile.Of("{\"w\":" + Good + ",\"\\u0077\":" + Good + "}", 4) },
            { "has 'k' twice in __metadata__", RawFile.Of("""{"__metadata__":{"k":"1","k":"2"}}""") },
            { "__metadata__ 'k' must be String", RawFile.Of("""{"__metadata__":{"k":1}}""") },
            { "__metadata__ must be StartObject", RawFile.Of("""{"__metadata__":["k"]}""") },
            { "has Number where the tensor 'w' must be StartObject", RawFile.Of("""{"w":1}""") },
            { "must have dtype, shape and two data_offsets", RawFile.Of("""{"w":{}}""") },
            { "must have dtype, shape and two data_offsets", RawFile.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4) },
            { "each once", RawFile.Of("""{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4) },
            { "has 'stride'", RawFile.Of("""{"w":{"dtype":"F32","stride":[1],"shape":[1],"data_offsets":[0,4]}}""", 4) },
            { "'F33': this is not a type", RawFile.Of("""{"w":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4) },
            { "'f32': this is not a type", RawFile.Of("""{"w":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4) },
            { "has Null where dtype", RawFile.Of("""{"w":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4) },
            { "whole numbers of 0 or more", RawFile.Of("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4) },
            { "whole numbers of 0 or more", RawFile.Of("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4) },
            { "whole numbers of 0 or more", RawFile.Of("""{"w":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4) },
            { "whole numbers of 0 or more", RawFile.Of("""{"w":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4) },
            { "whole numbers of 0 or more", RawFile.Of("""{"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""", 4) },
            { "whole numbers of 0 or more", RawFile.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4) },
            { "more than 2 numbers", RawFile.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4) },
            { "more than 32 numbers", RawFile.Of($$"""{"w":{"dtype":"F32","shape":[{{string.Join(',', Enumerable.Repeat(1, 33))}}],"data_offsets":[0,4]} }""", 4) },
            { "more than any file has", RawFile.Of("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""") },
            { "more than any file has", RawFile.Of("""{"w":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""") },
            { "is [2] of F32: that is 8 bytes, but its data_offsets are 0 to 4", RawFile.Of("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4) },
            { "data_offsets are 4 to 0", RawFile.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4) },
            { "describes 4 bytes of data, but the file has 3: it is cut off", RawFile.Of($$"""{"w":{{Good}} }""", 3) },
            { "describes 4 bytes of data, but the file has 5: it is too long", RawFile.Of($$"""{"w":{{Good}} }""", 5) },
            { "describes 0 bytes of data, but the file has 1", RawFile.Of("{}", 1) },
            { "describes 400000000000 bytes of data, but the file has 4", RawFile.Of("""{"w":{"dtype":"F32","shape":[100000000000],"data_offsets":[0,400000000000]}}""", 4) },
            { "neither holes nor overlaps", RawFile.Of($$"""{"v":{{Good}},"w":{{Good}} }""", 4) },
            { "neither holes nor overlaps", RawFile.Of($$"""{"v":{{Good}},"w":{"dtype":"F32","shape":[1],"data_offsets":[2,6]} }""", 6) },
            { "neither holes nor overlaps", RawFile.Of($$"""{"v":{{Good}},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]} }""", 12) },
            { "'w' begins at 4, but the one before it ends at 0", RawFile.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8) },
            { "has StartArray where the tensor 'w' must be StartObject", RawFile.Of("{\"w\":" + new string('[', 100_000)) },
        };
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_refused_with_a_reason_and_without_large_allocations(string reason, byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.True(allocated < 100_000 + (8 * bytes.Length), $"{allocated} bytes were allocated for a file of {bytes.Length}.");
    }

    [Fact]
    public void Names_in_messages_are_short_and_in_one_line()
    {
        File.WriteAllBytes(Path, RawFile.Of("{\"a\\u001b[2J\\n" + new string('x', 50_000) + "\":1}"));
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path));
        Assert.True(error.Message.Length < 400);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(@"'a\u001b[2J\u000axxx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[3000000000, 0]")]
    [InlineData("[65536, 65536, 0]")]
    public void A_shape_that_no_tensor_has_is_refused_when_read(string shape)
    {
        File.WriteAllBytes(Path, RawFile.Of($$"""{"w":{"dtype":"F32","shape":{{shape}},"data_offsets":[0,0]} }"""));
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        Says.Error<CheckpointException>($"'w' is {shape} of F32, but a tensor has at most", () => file.Read("w"));
    }

    [Fact]
    public void A_file_that_becomes_shorter_while_it_is_read_is_an_error()
    {
        File.WriteAllBytes(Path, RawFile.Of($$"""{"w":{{Good}} }""", 4));
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        using (var other = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            other.SetLength(other.Length - 1);
        Says.Error<CheckpointException>("became shorter", () => file.Read("w"));
    }

    public void Dispose() => folder.Dispose();
}
