using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Shapes;

/// <summary>
/// Carries the declared shapes through a method, call by call: dimensions of equal position become one, and a call whose
/// operands cannot fit is reported where it stands. What nobody declared stays unknown and is not checked.
/// </summary>
internal sealed class ShapeInference
{
    private readonly BoundMethod bound;
    private readonly List<DiagnosticSpec> diagnostics;
    private Dimensions dimensions = new();
    private Shape?[] shapes;

    private ShapeInference(BoundMethod bound, List<DiagnosticSpec> diagnostics)
    {
        (this.bound, this.diagnostics) = (bound, diagnostics);
        shapes = [.. bound.Values.Select(value => Declared(value.Shape))];
    }

    /// <summary>The shape of each value as text, such as <c>[batch, hidden]</c>; null where a dimension is not known.</summary>
    public static IReadOnlyList<string?> Infer(MethodSpec method, BoundMethod bound, List<DiagnosticSpec> diagnostics)
    {
        ShapeInference inference = new(bound, diagnostics);
        inference.Visit(bound.Calls);
        inference.CheckResult(method);
        return [.. inference.shapes.Select(shape => shape?.IsNamed(inference.dimensions) == true ? shape.Text(inference.dimensions) : null)];
    }

    private void Visit(IEnumerable<BoundCall> calls)
    {
        foreach (BoundCall call in calls)
        {
            foreach (BoundMethod block in call.Blocks)
                Visit(block);
            if (call is { Callee: null, Region: null, List: null })
                shapes[call.Result] = ResultOf(call);
            else if (call is { Callee: not null } && BySignature(call) is { } declared && call.Results.Count == 1)
                shapes[call.Result] = declared;
        }
    }

    /// <summary>A block knows what is known around it; what it finds out itself holds only where it runs.</summary>
    private void Visit(BoundMethod block)
    {
        (Dimensions, Shape?[]) around = (dimensions.Copy(), [.. shapes]);
        Visit(block.Calls);
        (dimensions, shapes) = around;
    }

    /// <summary>A declaration in the user's type: its names hold for all of it.</summary>
    private Shape? Declared(ShapeSpec? spec) => spec is null
        ? null
        : new Shape(spec.IsOpen, [.. spec.Dimensions.Select(name => name == ShapeSpec.Any ? dimensions.Fresh() : dimensions.Named(name))]);

    private Shape? ResultOf(BoundCall call)
    {
        if (call.Operation.IsIdentity)
            return shapes[call.Tensors.First().Index];
        return call.Operation.Lane is null ? BySignature(call) : Broadcast(call);
    }

    private Shape? BySignature(BoundCall call)
    {
        ShapeSpec? declaredResult = call.Callee is { } callee ? callee.Shape : call.Operation.Shape;
        if (declaredResult?.ForDefaults == true && call.Operands.Any(operand => !operand.IsOmitted && call.Operation.Parameters[call.Operation.IndexOf(operand.Parameter)].Default is not null))
            return null;
        Signature signature = new(dimensions);
        List<OperandSpec> matched = [];
        foreach (OperandSpec operand in call.Tensors)
        {
            if (ShapeOf(call, operand) is not { } declared)
                continue;
            if (signature.Match(declared, shapes[operand.Index]) is not { } known)
            {
                Report(call, signature, declared, operand, matched);
                return null;
            }

            shapes[operand.Index] = known;
            matched.Add(operand);
        }

        return declaredResult is null ? null : signature.Instance(declaredResult);
    }

    /// <summary>Aligned at the last dimension; a 1 stretches.</summary>
    private Shape? Broadcast(BoundCall call)
    {
        List<OperandSpec> operands = [.. call.Tensors];
        Shape? result = shapes[operands[0].Index];
        foreach (OperandSpec operand in operands.Skip(1))
        {
            Shape? other = shapes[operand.Index];
            if (result is null || other is null || result.IsOpen || other.IsOpen)
                return null;
            List<int> last = [];
            for (int fromLast = 1; fromLast <= Math.Max(result.Last.Count, other.Last.Count); fromLast++)
            {
                int? a = fromLast <= result.Last.Count ? result.Last[result.Last.Count - fromLast] : null;
                int? b = fromLast <= other.Last.Count ? other.Last[other.Last.Count - fromLast] : null;
                if (Stretch(a, b) is not { } common)
                {
                    diagnostics.Add(DiagnosticSpec.Create(
                        Descriptors.ShapeMismatch, call.Location, call.Operation.Name, $"{Describe(operands[0])} and {Describe(operand)} do not broadcast",
                        "aligned at the last dimension, dimensions must be equal or 1"));
                    return null;
                }

                last.Insert(0, common);
            }

            result = new Shape(false, last);
        }

        return result;
    }

    private int? Stretch(int? a, int? b)
    {
        if (a is null || b is null)
            return a ?? b;
        (string? left, string? right) = (dimensions.NameOf(a.Value), dimensions.NameOf(b.Value));
        if (dimensions.AreEqual(a.Value, b.Value) || right == "1")
            return a;
        if (left == "1")
            return b;
        if (left is not null && right is not null)
            return null;
        return left is not null ? a : right is not null ? b : dimensions.Fresh(); // an unknown one may be 1
    }

    private void CheckResult(MethodSpec method)
    {
        if (method.ResultShape is not { } declared || shapes[bound.Results[0]] is not { } actual || diagnostics.Any(static d => d.IsError))
            return;
        string text = actual.Text(dimensions);
        Shape wanted = Declared(declared)!;
        bool fits = wanted.Last.Count == actual.Last.Count || actual.IsOpen && actual.Last.Count < wanted.Last.Count || wanted.IsOpen && wanted.Last.Count < actual.Last.Count;
        for (int fromLast = 1; fits && fromLast <= Math.Min(wanted.Last.Count, actual.Last.Count); fromLast++)
            fits = dimensions.Unify(wanted.Last[wanted.Last.Count - fromLast], actual.Last[actual.Last.Count - fromLast]);
        if (!fits)
        {
            diagnostics.Add(DiagnosticSpec.Create(
                Descriptors.ShapeMismatch, method.Location, method.Name, $"the result is {text} but is declared as {wanted.Text(dimensions)}",
                "declare what the method returns, or return what is declared"));
        }
    }

    private void Report(BoundCall call, Signature signature, ShapeSpec declared, OperandSpec operand, List<OperandSpec> matched)
    {
        string? culprit = signature.Culprit(declared, shapes[operand.Index]!);
        OperandSpec? other = matched.LastOrDefault(earlier => culprit is not null && ShapeOf(call, earlier)!.Dimensions.Contains(culprit))
            ?? matched.LastOrDefault();
        string what = other is null ? Describe(operand) : $"{Describe(other)} but {Describe(operand)}";
        IEnumerable<string> takes = call.Callee is { } callee
            ? callee.Arguments.Where(static p => p.Shape is not null).Select(static p => $"{p.Name} {p.Shape}")
            : call.Operation.Parameters.Where(static p => p.Shape is not null).Select(static p => $"{p.Name} {p.Shape}");
        diagnostics.Add(DiagnosticSpec.Create(Descriptors.ShapeMismatch, call.Location, call.Callee?.Name ?? call.Operation.Name, what, $"it takes {string.Join(" and ", takes)}"));
    }

    /// <summary>The shape that an operation, or a called method in names of its own, declares for an argument.</summary>
    private static ShapeSpec? ShapeOf(BoundCall call, OperandSpec operand) => call.Callee is { } callee
        ? callee.Arguments.FirstOrDefault(argument => argument.Name == operand.Parameter)?.Shape
        : call.Operation.Parameters[call.Operation.IndexOf(operand.Parameter)].Shape;

    private string Describe(OperandSpec operand) => $"{bound.Values[operand.Index].Name} is {shapes[operand.Index]!.Text(dimensions)}";
}
