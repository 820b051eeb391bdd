using System.Buffers.Binary;
using System.Text;

namespace SparseDiff.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("x.safetensors");

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        float[] values = [0, -0f, 1.5f, float.NaN, float.PositiveInfinity, float.Epsilon, -3e38f, 7];
        Tensor large = Init.Normal(1, 5, 300, 500);
        var writer = new SafetensorsWriter();
        writer.Add("b.0.weight", Tensor.From(values, [2, 4]));
        writer.Add("scalar", Tensor.Scalar(3));
        writer.Add("empty", Tensor.Zeros(0, 3));
        writer.Add("Größe \"1\"\n", large.Slice(7, 200));
        writer.AddMetadata("note", "two\nlines, ünicode");
        writer.Save(Path);

        using SafetensorsFile file = SafetensorsFile.Open(Path);
        Assert.Equal(["b.0.weight", "empty", "Größe \"1\"\n", "scalar"], file.Entries.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal("two\nlines, ünicode", file.Metadata["note"]);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), file.Read("b.0.weight").ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal("[2, 4]", file.Read("b.0.weight").ShapeText);
        Assert.Equal(3, file.Read("scalar").ToScalar());
        Assert.Equal("[0, 3]", file.Read("empty").ShapeText);
        Assert.Equal(large.Slice(7, 200).ToArray(), file.Read("Größe \"1\"\n").ToArray());
    }

    [Fact]
    public void The_bytes_are_those_of_the_published_format()
    {
        var writer = new SafetensorsWriter();
        writer.Add("w", Tensor.From([1, -2], [1, 2]));
        writer.Add("v", Tensor.From([0.5f], [1]));
        writer.AddMetadata("format", "pt");
        writer.Save(Path);
        byte[] bytes = File.ReadAllBytes(Path);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        const string json = """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""";
        Assert.Equal(json, Encoding.UTF8.GetString(bytes, 8, header).TrimEnd(' '));
        Assert.Equal(0, header % 8);
        Assert.Equal([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f], bytes[(8 + header)..]);
    }

    [Theory]
    [InlineData("F64", "000000000000f83f000000000000f0bf", 1.5f, -1f)]
    [InlineData("F32", "0000c03f000080bf", 1.5f, -1f)]
    [InlineData("F16", "003e00bc", 1.5f, -1f)]
    [InlineData("BF16", "c03f80bf", 1.5f, -1f)]
    [InlineData("I64", "0300000000000000feffffffffffffff", 3f, -2f)]
    [InlineData("I32", "03000000feffffff", 3f, -2f)]
    [InlineData("I16", "0300feff", 3f, -2f)]
    [InlineData("I8", "03fe", 3f, -2f)]
    [InlineData("U8", "03fe", 3f, 254f)]
    [InlineData("U16", "0300feff", 3f, 65534f)]
    [InlineData("U32", "0300000000000080", 3f, 2147483648f)]
    [InlineData("U64", "03000000000000000000000000000080", 3f, 9223372036854775808f)]
    public void Numbers_of_other_types_become_floats(string type, string hex, float first, float second)
    {
        byte[] data = Convert.FromHexString(hex);
        File.WriteAllBytes(Path, RawFile.Of($$"""{"x":{"dtype":"{{type}}","shape":[2],"data_offsets":[0,{{data.Length}}]} }""", data));
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        Assert.Equal([first, second], file.Read("x").ToArray());
    }

    [Fact]
    public void Truth_values_are_listed_but_are_no_numbers()
    {
        File.WriteAllBytes(Path, RawFile.Of("""{"mask":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]},"q":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[2,3]}}""", 3));
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        Assert.Equal("[2] of Bool", file.Entries["mask"].ToString());
        Says.Error<CheckpointException>("'mask' is of Bool, which cannot be read as floats", () => file.Read("mask"));
        Says.Error<CheckpointException>("'q' is of F8E4M3", () => file.Read("q"));
        Says.Error<CheckpointException>("no tensor 'p' among its 2", () => file.Read("p"));
        Says.Error<CheckpointException>("'mask' is [2] of Bool, but [3] was expected", () => file.Read("mask", Tensor.Zeros(3)));
    }

    [Fact]
    public void The_order_in_the_header_does_not_matter_and_white_space_may_follow_it()
    {
        const string json = """{ "b": {"data_offsets":[4,8], "shape":[1], "dtype":"F32"}, "a": {"dtype":"F32","shape":[],"data_offsets":[0,4]} }      """;
        File.WriteAllBytes(Path, RawFile.Of(json, [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]));
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        Assert.Equal(1, file.Read("a").ToScalar());
        Assert.Equal(2, file.Read("b").ToScalar());
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var writer = new SafetensorsWriter();
        writer.Add("w", Tensor.Zeros(1));
        writer.AddMetadata("k", "v");
        Says.Error<ArgumentException>("saved as 'w': the name is taken", () => writer.Add("w", Tensor.Zeros(2)));
        Says.Error<ArgumentException>("saved as '__metadata__'", () => writer.Add("__metadata__", Tensor.Zeros(2)));
        Says.Error<ArgumentException>("a text 'k' already", () => writer.AddMetadata("k", "w"));
    }

    [Fact]
    public void A_missing_file_or_folder_is_an_error_of_the_file_system()
    {
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(Path));
        Assert.Throws<DirectoryNotFoundException>(() => new SafetensorsWriter().Save(folder.File("none/x.safetensors")));
    }

    public void Dispose() => folder.Dispose();
}
