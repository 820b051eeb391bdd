namespace SparseDiff.Tests.Reference;

public class OperationTests
{
    public static TheoryData<int, string, string> Covered()
    {
        var data = new TheoryData<int, string, string>();
        for (int i = 0; i < OperationCase.All.Count; i++)
        {
            if (Runs.Find(OperationCase.All[i]) is null)
                continue;
            data.Add(i, OperationCase.All[i].ToString(), "cpu");
            data.Add(i, OperationCase.All[i].ToString(), "reference");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Covered))]
    public void A_generated_function_gives_the_reference_value_and_gradients(int index, string name, string deviceName)
    {
        Device device = deviceName == "cpu" ? Device.Cpu : Device.Reference;
        OperationCase @case = OperationCase.All[index];
        (Tensor y, Tensor[] gradients) = Runs.Find(@case)!(@case, device);
        Json.AssertClose(@case.Output(device), y, name);
        int next = 0;
        foreach ((string input, Tensor expected) in @case.Gradients(device))
            Json.AssertClose(expected, gradients[next++], $"{name}, gradient of {input}");
        Assert.Equal(gradients.Length, next);
    }

    [Fact]
    public void Every_case_of_the_reference_file_is_covered() =>
        Assert.Empty(OperationCase.All.Where(c => Runs.Find(c) is null).Select(c => c.ToString()));
}
