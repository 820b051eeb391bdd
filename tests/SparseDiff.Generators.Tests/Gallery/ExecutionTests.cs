using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>Every example is compiled and run.</summary>
public class ExecutionTests
{
    public static TheoryData<string> Names => Example.Names;

    [Theory, MemberData(nameof(Names))]
    public void The_gradients_are_those_of_central_differences_in_double_precision(string name)
    {
        Example example = Example.Find(name);
        using LoadedProgram program = Generated.From(example.SourceWithoutSelection).Load();
        Model model = example.Load(program, Device.Reference);
        object[] arguments = example.Arguments(Device.Reference);
        (double[] direction, IReadOnlyList<(string Name, Tensor Tensor, double[] Gradient)> gradients) = Gradients(model, arguments, Device.Reference);
        Assert.NotEmpty(gradients);
        foreach ((string parameter, Tensor tensor, double[] gradient) in gradients)
            GradientCheck.AssertClose(GradientCheck.CentralDifferences(model, arguments, tensor, direction), gradient, $"{name}: the gradient of {parameter}");
    }

    [Theory, MemberData(nameof(Names))]
    public void The_processor_computes_what_the_reference_computes(string name)
    {
        Example example = Example.Find(name);
        using LoadedProgram program = Generated.From(example.Source).Load();
        var expected = Gradients(example.Load(program, Device.Reference), example.Arguments(Device.Reference), Device.Reference).Gradients;
        var actual = Gradients(example.Load(program, Device.Cpu), example.Arguments(Device.Cpu), Device.Cpu).Gradients;
        foreach ((var ours, var theirs) in actual.Zip(expected))
        {
            for (int i = 0; i < ours.Gradient.Length; i++)
                Assert.True(Math.Abs(ours.Gradient[i] - theirs.Gradient[i]) < 1e-4 * Math.Max(1, Math.Abs(theirs.Gradient[i])), $"{name}: {ours.Name}[{i}] is {ours.Gradient[i]} but {theirs.Gradient[i]} on the reference.");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_second_step_gives_the_same_gradients_and_nothing_is_left_of_the_first(string name)
    {
        Example example = Example.Find(name);
        if (name.StartsWith("Sampled", StringComparison.Ordinal) || name.StartsWith("BehindExamples", StringComparison.Ordinal) || name is "Thresholds.Random" or "Budgets.ByVariance")
            return; // It draws anew at every step.
        using LoadedProgram program = Generated.From(example.Source).Load();
        Model model = example.Load(program, Device.Cpu);
        object[] arguments = example.Arguments(Device.Cpu);
        var first = Gradients(model, arguments, Device.Cpu).Gradients.Select(static entry => entry.Gradient).ToArray();
        var second = Gradients(model, arguments, Device.Cpu).Gradients.Select(static entry => entry.Gradient).ToArray();
        Assert.Equal(first, second);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_later_forward_pass_invalidates_what_was_kept(string name)
    {
        Example example = Example.Find(name);
        using LoadedProgram program = Generated.From(example.Source).Load();
        Model model = example.Load(program, Device.Cpu);
        object[] arguments = example.Arguments(Device.Cpu);
        (Tensor[] results, object saved) = model.ForwardAll(arguments);
        model.ForwardAll(arguments);
        Tensor[] seeds = [.. results.Select(static result => Numbers.Random(Device.Cpu, 1, [.. result.Shape]))];
        var failure = Assert.Throws<InvalidOperationException>(() =>
        {
            if (model.Instance is null)
                model.Backward(saved, seeds[0]);
            else
                model.Backward(saved, seeds, model.CreateGradients());
        });
        Assert.Contains("later forward pass", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_of_the_wrong_shape_says_both_shapes()
    {
        using LoadedProgram program = Generated.From(Example.Find("StaticFunction.Energy").Source).Load();
        Model model = Example.Find("StaticFunction.Energy").Load(program, Device.Cpu);
        (_, object saved) = model.Forward(Example.Find("StaticFunction.Energy").Arguments(Device.Cpu));
        var failure = Assert.Throws<ShapeException>(() => model.Backward(saved, Tensor.Zeros(2, 3)));
        Assert.Equal("StaticFunction.EnergyBackward: the result is [] but its gradient is [2, 3]; the shapes must be equal.", failure.Message);
    }

    [Fact]
    public void A_sparse_gradient_is_the_dense_one_at_the_selected_entries()
    {
        // With one example the gradient of a bias is the gradient of its layer's output.
        Example example = Example.Find("Mlp.Loss");
        using LoadedProgram program = Generated.From(example.Source).Load();
        object[] arguments = [Numbers.Random(Device.Reference, 3, 1, 5), Labels.From([2], Device.Reference)];
        double[] dense = Run(1f)[1].Gradient;
        var sparse = Run(0.4f);
        int[] selected = [.. Enumerable.Range(0, 7).OrderByDescending(i => Math.Abs(dense[i])).ThenBy(static i => i).Take(2)];
        double[] expected = [.. dense.Select((value, i) => selected.Contains(i) ? value : 0)];
        GradientCheck.AssertClose(expected, sparse[1].Gradient, "B1");
        double[] x = Numbers.Of((Tensor)arguments[0]);
        GradientCheck.AssertClose([.. Enumerable.Range(0, 35).Select(i => expected[i / 5] * x[i % 5])], sparse[0].Gradient, "W1");

        IReadOnlyList<(string Name, Tensor Tensor, double[] Gradient)> Run(float ratio)
        {
            Model model = example.Load(program, Device.Reference);
            model.Instance!.GetType().GetProperty("Ratio")!.SetValue(model.Instance, ratio);
            return Gradients(model, arguments, Device.Reference).Gradients;
        }
    }

    /// <summary>One forward and backward pass: the gradients of ⟨result, direction⟩.</summary>
    private static (double[] Direction, IReadOnlyList<(string Name, Tensor Tensor, double[] Gradient)> Gradients) Gradients(Model model, object[] arguments, Device device)
    {
        (Tensor[] results, object saved) = model.ForwardAll(arguments);
        Tensor[] seeds = [.. results.Select((result, i) => Numbers.Random(device, 7 + i, [.. result.Shape]))];
        List<(string, Tensor, double[])> gradients = [];
        if (model.Instance is null)
        {
            object[] outputs = model.Backward(saved, seeds[0]);
            Tensor[] wanted = [.. arguments.OfType<Tensor>().Take(outputs.Length)];
            for (int i = 0; i < outputs.Length; i++)
                gradients.Add(($"argument {i}", wanted[i], GradientCheck.Dense(outputs[i])));
        }
        else
        {
            IGradients all = model.CreateGradients();
            if (model.Inputs.Count > 0)
                gradients.AddRange(OfInputs(model, model.BackwardWithInputs(saved, seeds, all), arguments));
            else
                model.Backward(saved, seeds, all);
            for (int i = 0; i < model.Parameters.Count; i++)
            {
                if (all.Entries[i] is { } entry)
                    gradients.Add((model.Parameters[i].Name, model.Parameters[i].Tensor, GradientCheck.Dense(entry)));
            }
        }

        return ([.. seeds.SelectMany(Numbers.Of)], gradients);
    }

    private static IEnumerable<(string, Tensor, double[])> OfInputs(Model model, Tensor[] outputs, object[] arguments)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            int argument = model.Arguments.ToList().FindIndex(name => "d" + char.ToUpperInvariant(name[0]) + name[1..] == model.Inputs[i].TrimEnd('1'));
            yield return ($"argument {model.Arguments[argument]}", (Tensor)arguments[argument], GradientCheck.Dense(outputs[i]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Without_the_arguments_gradients_the_parameters_gradients_are_the_same(string name)
    {
        Example example = Example.Find(name);
        using LoadedProgram program = Generated.From(example.Source).Load();
        Model model = example.Load(program, Device.Cpu);
        if (model.Inputs.Count == 0)
            return;
        object[] arguments = example.Arguments(Device.Cpu);
        (Tensor[] results, object saved) = model.ForwardAll(arguments);
        Tensor[] seeds = [.. results.Select(static (result, i) => Numbers.Random(Device.Cpu, 7 + i, [.. result.Shape]))];
        IGradients lean = model.CreateGradients();
        model.Backward(saved, seeds, lean);
        IGradients full = model.CreateGradients();
        model.BackwardWithInputs(model.ForwardAll(arguments).Saved, seeds, full);
        foreach ((RowGradient? ours, RowGradient? theirs) in lean.Entries.Zip(full.Entries))
            Assert.Equal(theirs is null ? null : GradientCheck.Dense(theirs), ours is null ? null : GradientCheck.Dense(ours));
    }
}
