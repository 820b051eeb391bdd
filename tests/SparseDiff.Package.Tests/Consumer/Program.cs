using SparseDiff;

const int Batch = 32, Inputs = 20, Classes = 4;
var random = new Random(1);
int[] classes = [.. Enumerable.Range(0, Batch).Select(i => i % Classes)];
float[] pixels = [.. classes.SelectMany(label => Enumerable.Range(0, Inputs).Select(i => (i % Classes == label ? 1f : 0f) + 0.1f * random.NextSingle()))];
var images = Tensor.From(pixels, [Batch, Inputs]);
var labels = Labels.From(classes);

var model = new Mlp(Inputs, hidden: 64, Classes, seed: 1);
var optimizer = new Adam(0.01f);
var gradients = model.CreateGradients();
for (var step = 0; step < 3; step++)
{
    float loss = model.LossWithGradients(images, labels, gradients);
    optimizer.Step(model, gradients);
    Console.WriteLine($"loss {loss}");
}
