namespace SparseDiff.Tests.Reference;

/// <content>Views, parts and joins.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Shapes => new()
    {
        ["transpose"] = Passes(nameof(Functions.Transpose), "x"),
        ["reshape"] = (c, d) =>
        {
            Tensor y = Functions.ReshapeForward(c.T("x", d), 2, out Functions.ReshapeSaved saved);
            Functions.ReshapeBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["embedding"] = (c, d) =>
        {
            Tensor y = Functions.EmbeddingForward(c.T("w", d), c.I("indices", d), out Functions.EmbeddingSaved saved);
            Functions.EmbeddingBackward(saved, c.Cotangent(d), out Tensor dW);
            return (y, [dW]);
        },
        ["gather_rows"] = (c, d) =>
        {
            Tensor y = Functions.GatherRowsForward(c.T("x", d), c.I("indices", d), out Functions.GatherRowsSaved saved);
            Functions.GatherRowsBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["permute"] = Passes(nameof(Functions.Permute), "x"),
        ["slice"] = (c, d) =>
        {
            Tensor y = Functions.SliceForward(c.T("x", d), c.Axis!.Value, c.Whole("start")!.Value, c.Whole("end")!.Value, out Functions.SliceSaved saved);
            Functions.SliceBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["concat"] = (c, d) =>
        {
            Tensor y = Functions.ConcatForward(c.T("a", d), c.T("b", d), c.Axis!.Value, out Functions.ConcatSaved saved);
            Functions.ConcatBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["stack"] = (c, d) =>
        {
            Tensor y = Functions.StackForward(c.T("a", d), c.T("b", d), c.Axis!.Value, out Functions.StackSaved saved);
            Functions.StackBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["broadcast_to"] = (c, d) =>
        {
            Tensor y = Functions.BroadcastToForward(c.T("x", d), 3, out Functions.BroadcastToSaved saved);
            Functions.BroadcastToBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
    };
}
