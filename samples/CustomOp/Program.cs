using System.Reflection;
using CustomOp;
using SparseDiff;

// A teacher with fixed weights makes the data; two students learn them, one with dense gradients, one with sampled ones.
const int Groups = 16, Inputs = 8, Hidden = 16, Outputs = 8, Batch = 64, Steps = 400;
Tensor x = Init.Uniform(-1, 1, seed: 1, Batch * 8, Groups * Inputs);
Tensor target = new GroupedNet(Groups, Inputs, Hidden, Outputs, seed: 2).Predict(x);

var dense = new GroupedNet(Groups, Inputs, Hidden, Outputs, seed: 3);
var sampled = new GroupedNet(Groups, Inputs, Hidden, Outputs, seed: 3);
using GroupedNet.Gradients denseGradients = dense.CreateGradients();
using GroupedNet.Gradients sampledGradients = sampled.CreateGradients();
var denseAdam = new Adam(3e-3f);
var sampledAdam = new Adam(3e-3f);

Console.WriteLine($"step   loss, dense   loss, {sampled.Ratio:P0} of the gradient");
for (int step = 0; step <= Steps; step++)
{
    int start = step % 8 * Batch;
    (Tensor inputs, Tensor targets) = (x.Slice(start, Batch), target.Slice(start, Batch));
    float denseLoss = dense.LossWithGradients(inputs, targets, denseGradients);
    float sampledLoss = sampled.SampledLossWithGradients(inputs, targets, sampledGradients);
    denseAdam.Step(dense, denseGradients);
    sampledAdam.Step(sampled, sampledGradients);
    if (step % 50 == 0)
        Console.WriteLine($"{step,4}   {denseLoss,11:F5}   {sampledLoss,11:F5}");
}

string? generated = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "GeneratedCode")?.Value;
Console.WriteLine($"Generated code: {generated}");
