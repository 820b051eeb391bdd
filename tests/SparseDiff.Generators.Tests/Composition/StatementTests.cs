using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Statements in every combination that people write: each is one entry, compared with itself run as plain C#, and with central differences.</summary>
public class StatementTests
{
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["one name in a condition and in a block of its own"] = "float k = 1; if (n > 0) { var sum = 2f; k = sum; } { var sum = k * 3; x = x * sum; } return x * y * Sum(y);",
        ["one name in a block of its own and in a loop"] = "float k = 1; { var sum = n + 3f; k = sum; } for (int i = 0; i < n; i++) { var sum = i + 2f; k += sum; } return x * y * k;",
        ["a return inside a loop"] = "for (int i = 0; i < 5; i++) { x = Tanh(x) * 1.5f; if (i == n) return x + y; } return x * y;",
        ["a return inside two loops"] = "for (int i = 0; i < 3; i++) { for (int j = 0; j < 3; j++) { x = x * 0.5f + y; if (i * j >= n) return x; } y = y * 2; } return y;",
        ["a break of the inner loop"] = "for (int i = 0; i < 3; i++) { for (int j = 0; ; j++) { if (j > i) break; x = x * y; } x = x + y; } return x;",
        ["variables that change places"] = "for (int i = 0; i < n + 1; i++) { (x, y) = (y * 2, x + y); } return x * y;",
        ["variables that only change places"] = "for (int i = 0; i < 3; i++) (x, y) = (y, x); return x - 2 * y;",
        ["variables that go round"] = "var z = x + y; for (int i = 0; i < 7; i++) (x, y, z) = (y, z, Tanh(x * y)); return x * y + z;",
        ["a variable that waits and one that works"] = "for (int i = 0; i < 6; i++) (x, y) = (y, Tanh(x) * y + x); return x * y;",
        ["a tensor that every turn reads"] = "var w = Exp(y); for (int i = 0; i < 6; i++) { x = Tanh(x * w) + w * 0.1f; y = Sigmoid(y * x); } return x * y;",
        ["turns of different shapes"] = "for (int i = 0; i < 6; i++) x = i % 2 == 0 ? Concat(x, Tanh(x) * y, 0) : Slice(x, 0, 1, 3); return x * y;",
        ["a loop that never runs"] = "for (int i = 0; i < 0; i++) x = x * y; return x + y * y;",
        ["a loop whose end depends on a tensor"] = "while (Sum(Square(x)).ToScalar() > 1f) x = x * 0.7f; return x * y;",
        ["a variable from around a loop in a branch in it"] = "var w = Exp(y); for (int i = 0; i < 4; i++) { if (i % 2 == 0) x = x + w * i; else x = x * y; } return x;",
        ["an argument that is changed"] = "while (n > 0) { x = x * y + n; n--; } return x;",
        ["two loops with one name"] = "for (int i = 0; i < 2; i++) x = x * 2 + i; for (int i = 1; i < 3; i++) x = x * y - i; return x;",
        ["a loop over numbers"] = "foreach (float rate in new[] { 0.5f, 2f }) { var z = x * rate; x = z + y; } return x;",
        ["a sparsity point in a loop"] = "for (int i = 0; i < 2; i++) x = Tanh(Sparsify.TopK(x * y, 1f)); return x;",
        ["returns in branches"] = "if (n > 2) return x; if (n == 1) { x = x * y; return x * x; } return y;",
        ["an argument returned from a branch"] = "var z = x * y; if (n == 0) z = x; return z;",
        ["a branch in a branch"] = "if (n > 0) { if (n > 1) x = x * y; else y = x + y; x = x + y; } return x * y;",
        ["a lambda of a loop's variable"] = "for (int i = 0; i < 3; i++) { System.Func<int, float> f = k => k * i; x = x + y * f(2); } return x;",
        ["a counter of numbers"] = "int sum = 0; var text = new System.Text.StringBuilder(); for (int i = 0; i < n; i++) { sum += i; text.Append(i); } return x * sum + y * text.Length;",
        ["a continue in a while loop"] = "int i = 0; while (true) { i++; if (i == 2) continue; if (i > 4) break; x = x * y + i; } return x;",
        ["a choice in a loop"] = "for (int i = 0; i < 3; i++) x = i == 1 ? x * y : x + (n > i ? y : x); return x;",
        ["a switch in a loop"] = "for (int i = 0; i < 4; i++) { switch (i) { case 0: x = x * y; break; case 1 or 2: y = y + x; break; default: x = x - y; break; } } return x * y;",
        ["a variable that is assigned in all branches"] = "Tensor z; if (n == 0) z = x * y; else if (n == 1) z = x + y; else { z = x; z = z * z; } return z * y;",
        ["a value of a loop that nobody reads"] = "Tensor last = x; for (int i = 0; i < 3; i++) { last = x * i; x = x * y; } return x;",
        ["a variable of the last iteration"] = "Tensor last = y; for (int i = 1; i < 3; i++) last = x * y * i; return last;",
        ["a stopped gradient in a loop"] = "for (int i = 0; i < 2; i++) x = x * y + 0 * StopGradient(x); return x;",
        ["a loop in a branch in a loop"] = "for (int i = 0; i < 3; i++) { if (i > 0) { for (int j = 0; j < i; j++) x = x * y; } } return x;",
        ["a call in a loop"] = "for (int i = 0; i < 2; i++) x = G(x, y, i); return G(x, x, n);",
        ["pairs in a loop"] = "for (int i = 0; i < 2; i++) { var pair = P(x, y); (x, _) = pair; y = pair.B; } return x * y;",
        ["a do loop"] = "int k = n; do { x = x * y; k -= 2; } while (k > 0); return x;",
        ["a shape of a value nobody needs"] = "var z = x * y; int k = z.Shape[0]; return x * k + y;",
        ["a number between two parts of a chain"] = "var z = Tanh(x); float k = z.Shape[0]; return z * k + y;",
        ["a pattern in a condition"] = "object o = n; if (o is int m && m > 0) x = x * m; return x * y;",
        ["a list that is collected and gone through"] = "var all = new List<Tensor>(); for (int i = 0; i <= n; i++) { x = x * y; all.Add(x); } foreach (var one in all) y = y + one * one; return y;",
        ["an array that is filled and read backwards"] = "var all = new Tensor[n + 2]; for (int i = 0; i < all.Length; i++) all[i] = x * i + y; for (int i = all.Length - 1; i >= 0; i--) y = y * all[i]; return y;",
        ["an element that is written twice"] = "Tensor[] all = [x, y]; all[0] = all[0] * y; all[1] = all[0] + all[1]; all[0] = all[1] * x; return all[0] * all[1];",
        ["compound assignments of elements"] = "var all = new[] { x, y }; for (int i = 0; i < n; i++) { all[i % 2] *= all[(i + 1) % 2]; all[^1] += x; } return all[0] + all[1];",
        ["a step inside the number of a changed element"] = "var all = new List<Tensor> { x, y, x }; int i = 0; all[i++] += y; all[i++] *= x; return all[0] * all[1] + all[2] * i;",
        ["a list that is read before it is written"] = "var all = new List<Tensor>() { x }; for (int i = 0; i < n + 1; i++) { var last = all[^1]; all.Add(last * y); all[0] = all[i] + last; } return all[0] * all[all.Count - 1];",
        ["a list in a loop"] = "for (int i = 0; i < n; i++) { List<Tensor> pair = [x * y, x + y]; if (i == 1) pair.Add(pair[0]); foreach (var z in pair) x = x + z * 0.5f; } return x;",
        ["a list that branches write"] = "var all = new Tensor[2]; if (n > 0) { all[0] = x * y; all[1] = x; } else { all[1] = y; all[0] = all[1] * x; } if (n == 1) all[1] = all[0]; return all[0] * all[1];",
        ["a list that a jump leaves"] = "var all = new List<Tensor>(); for (int i = 0; i < 4; i++) { all.Add(x * i); if (i == n) break; all[i] = all[i] * y; } foreach (var z in all) { if (n == 2) continue; y = y + z; if (all.Count == 1) return y * x; } return y * all[0];",
        ["a list of which only the count is read"] = "var all = new List<Tensor>(); for (int i = 0; i < n; i++) all.Add(x); return x * all.Count + y;",
        ["a list by two names"] = "var all = new List<Tensor> { x }; var same = all; same.Add(y); return all[1] * same[0] + all.Count;",
        ["a list of arguments and of what others share"] = "var all = new Tensor[3]; all[0] = x; all[1] = x; var z = Reshape(x * y, 6); all[2] = Reshape(z, 2, 3); z = z * 2; return all[0] * all[1] + all[2] * Reshape(z, 2, 3);",
        ["lists that operations take"] = "List<Tensor> all = [x]; for (int i = 0; i < n; i++) all.Add(x * y); var z = Concat(all, axis: 0); return Sum(Stack(all), axis: 0) + Sum(Concat([y, z, y], 0)) * Sum(Stack([x, y]));",
        ["lists that are concatenated before they change"] = "var all = new[] { x, x * y }; var before = Concat(all, 0); all[0] = Concat([y, y], 0); var after = Concat(all, 0); return Sum(before * 2) * y + Sum(Square(after));",
        ["a zero gradient of an element"] = "var all = new[] { x * y, y }; all[0] = y * 2; return all[0] + x;",
        ["a call whose results are listed"] = "var all = new List<Tensor>(); for (int i = 0; i < 2; i++) { var (a, b) = P(x, y); all.Add(a); all.Add(b); x = G(all[^1], all[^2], i); } return x + all[0];",
        ["a list in a loop in a loop"] = "var sums = new Tensor[3]; for (int i = 0; i < 3; i++) { var row = new List<Tensor>(); for (int j = 0; j <= i; j++) row.Add(x * j + y); sums[i] = row[^1]; foreach (var z in row) sums[i] += z * x; } return sums[0] * sums[1] + sums[2];",
        ["a variable of a loop that a list holds"] = "var all = new List<Tensor>(); var h = x * y; for (int i = 0; i < 3; i++) { all.Add(h); h = h * y + x; } h = h * 2; return h * all[0] + all[1] * all[2];",
        ["a shape of an element"] = "var all = new[] { x, y }; int k = all[^1].Shape[0] + all[0].Rank; return all[0] * k + y;",
        ["blocks with one changing number each"] = "{ int k = 1; k += n; x = x * k; } { int k = 2; k++; x = x + y * k; } for (int k = 0; k < 2; k++) x = x + y * k; return x;",
        ["patterns of one name"] = "object o = n; { if (o is int m && m > 0) x = x * m; } { if (o is int m && m > 1) x = x + y * m; } return x * y;",
        ["results of one name"] = "{ int.TryParse(\"3\", out int k); x = x * k; } { if (int.TryParse(\"4\", out var k)) x = x + y * k; } { System.Func<int, int> f = k => k + 1; x = x * f(n); } return x;",
        ["branches with one changing number each"] = "if (n > 0) { int k = n; k++; x = x * k; } else { int k = 3; while (k > 0) { x = x * y; k--; } } return x * y;",
        ["a switch over tuples with a bound pair"] = "var z = (n, x.Rank) switch { (0, _) => x, (1, 2) => y * x, var (a, b) when a > b => x + y, _ => x * 2 }; return z * y;",
        ["a switch on a tensor's shape"] = "var z = x switch { { Rank: 1 } => y, { Rank: 2 } when n > 1 => x * y, _ => x + y }; return (z, n) switch { ({ Rank: 2 }, 0) => z * x, _ => z };",
        ["a switch on a tensor's sum"] = "return Sum(x).ToScalar() switch { > 100 => x, _ => x * y };",
        ["a switch that throws"] = "var z = n switch { 0 => x, 1 => x * y, 3 => x - y, _ => throw new System.ArgumentException(\"n\") }; return n > 5 ? throw new System.ArgumentException(\"n\") : z * y;",
        ["a switch that knows all"] = "return (n > 0) switch { true => x * y, false => y + x };",
        ["jumps out of a switch"] = "for (int i = 0; i < 4; i++) { switch (i) { case 1: if (n > 0) continue; x = x + y; break; case 2: if (n > 1) break; x = x * y; break; default: x = x + y; break; } y = y * 1.1f; } return x * y;",
        ["a return out of a switch in a loop"] = "foreach (int i in new[] { 1, 2, 3 }) { switch (i) { case 2: if (n == 1) return x * y; break; case 3: if (n == 3) break; x = x + y; break; case 1: x = x * 2; break; } x = x * y; } return x;",
        ["a null case"] = "object? o = n > 0 ? n : null; switch (o) { case null: x = x + y; break; case int k when k > 1: x = x * k; break; } return x * y;",
        ["a foreach that takes pairs apart"] = "foreach (var (a, b) in new[] { (1, 2f), (3, 4f) }) x = x * a + y * b; foreach ((int i, float w) in new Dictionary<int, float> { [n] = 0.5f }) x = x * w + y * i; return x;",
        ["a number from an object taken apart"] = "var (a, b) = new KeyValuePair<int, float>(n, 0.5f); return x * a + y * b;",
        ["a tuple in a loop"] = "(Tensor H, Tensor C) s = (x, y); for (int i = 0; i < n; i++) { s = (Tanh(s.H) * s.C, s.C + s.H); if (i == 1) { s = P(s.C, s.H); continue; } s.H = s.H * 0.5f; } return s.H * s.C + s.H;",
        ["a tuple in a branch"] = "var s = P(x, y); if (n > 1) s = (y, s.A); else s.B *= x; return s.A * s.B;",
        ["a choice between pairs"] = "var (a, b) = n > 1 ? (x, y) : P(y, x); (a, b) = n switch { 0 => (b, a), 1 => P(a, b), _ => (a, a) }; return a * b + a;",
        ["local functions of numbers"] = "for (int i = 0; i < 2; i++) { int Next(int k) { int r = k * k; return r + n; } x = x * Next(i) + y; } return x * Rate(n) + y; static float Rate(int k) => k < 2 ? 0.5f : Rate(k - 1) * k;",
        ["a tensor made of a number"] = "int k = n * 2; return x * Made(y.Device, k) + y;",
        ["tensors made of a number that changes"] = "int k = 1; var a = Made(y.Device, k); k = 2; var b = Made(y.Device, k); return x * a + y * b;",
        ["a tensor made in a loop"] = "for (int i = 0; i < n; i++) { int k = i * 2; x = x * Made(y.Device, k + 1) + y; } return x;",
        ["a tensor made in a branch"] = "int k = n + 1; if (n > 1) { var m = Made(y.Device, k); x = x * m; } return x * Made(y.Device, k) + y;",
        ["a tensor made around a loop in a branch"] = "int k = n + 1; var m = Made(y.Device, k); if (n > 0) { for (int i = 0; i < k; i++) x = x * m + y; } return x * y;",
        ["a tensor made after a shape"] = "var z = Tanh(x * y); var m = Made(y.Device, z.Shape[0]); return z * m;",
        ["an object that holds a tensor"] = "var box = new Box(Made(y.Device, n)); return x * box.Value * y;",
        ["objects that hold tensors in a list"] = "var boxes = new[] { new Box(Made(y.Device, 1)), new Box(Made(y.Device, n)) }; foreach (var box in boxes) x = x * box.Value + y; return x;",
        ["an object of a list that holds a tensor"] = "var boxes = new[] { new Box(Made(y.Device, 1)), new Box(Made(y.Device, 3)) }; for (int i = 0; i < n; i++) { var box = boxes[i % 2]; x = x * box.Value + y; } return x * y;",
        ["a query over numbers"] = "foreach (int k in from i in System.Linq.Enumerable.Range(0, 3) where i > 0 let j = i * 2 orderby j descending select j) x = x * k + y; return x;",
        ["numbers that only a log reads"] = "float seen = 0; for (int i = 0; i < 2; i++) { x = x * y; seen += Sum(x).ToScalar(); } if (seen > 1e6f) System.Console.Write(seen); return x;",
        ["a last branch that throws"] = "if (n > 2) return x; else if (n < 2) { x = Tanh(x * y); return x * y; } else throw new System.ArgumentException($\"n is {n}\");",
        ["a return before a throw at the end"] = "if (n < 5) return x * y; throw new System.InvalidOperationException();",
        ["a branch that assigns nothing and throws"] = "Tensor z; if (n < 2) z = x * y; else if (n == 3) z = y; else throw new System.ArgumentException(\"n\"); return z * x;",
        ["a pair that a branch assigns and another throws"] = "(Tensor A, Tensor B) t; if (n < 5) t = (x * y, x); else throw new System.ArgumentException(\"n\"); return t.A * t.B;",
        ["variables declared where overflows are wanted"] = "unchecked { int.TryParse(\"3\" + (n * 2), out var q); if (int.TryParse(\"4\", out var p) && p + int.MaxValue < 0) q += p * 2; return x * (q % 7) + y * p; }",
        ["a throw after tensors"] = "for (int i = 0; i < 3; i++) { if (i > n + 5) { x = x * y; throw new System.InvalidOperationException(\"never\"); } x = Tanh(x) * y; } return x;",
        ["overflows that are wanted"] = "int h = unchecked((int)0xFFFFFFFFu); unchecked { h = h + int.MaxValue; h *= 31 + n; Note(h + n); for (int i = (int)0xFFFFFFFEu; i < h % 3; i++) x = x * y + i; } float s = unchecked(int.MaxValue + n) % 7; return unchecked(x * ((h + int.MaxValue) % 5) + y * s); static void Note(int k) => System.GC.KeepAlive(k);",
        ["a number and a tensor from one tuple"] = "(Tensor z, int k) = (x * y, n + 1); (float s, var v) = (2f, z + x); return z * k + v * s;",
        ["compound assignments"] = "for (int i = 0; i < 2; i++) { x *= y; x += y; x -= 0.5f; } return x;",
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string name in Bodies.Keys)
            {
                cases.Add(name, 0);
                cases.Add(name, 1);
                cases.Add(name, 3);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_value_is_that_of_plain_code_and_the_gradient_that_of_central_differences(string name, int n)
    {
        Generated generated = Generated.From($$"""
            using SparseDiff;
            using static SparseDiff.Ops;
            using System.Collections.Generic;
            using System.Linq;
            public sealed record Box(Tensor Value);
            public static partial class M
            {
                public static Tensor Made(Device device, float k) => Tensor.Zeros(device, [1]) + k;
                [Differentiable] public static Tensor F(Tensor x, Tensor y, int n) { {{Bodies[name]}} }
                [Differentiable] public static Tensor G(Tensor a, Tensor b, int k) { if (k == 0) return a * b; return a + b * k; }
                [Differentiable] public static (Tensor A, Tensor B) P(Tensor a, Tensor b) => (a * b, a - b);
            }
            """);
        Assert.DoesNotContain(generated.Diagnostics, static d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Assert.True(!generated.Errors.Any(), string.Join("\n", generated.Errors) + "\n" + string.Join("\n", generated.Files.Values));
        using LoadedProgram program = generated.Load();
        Model model = new(program, "M", "F", [], []);
        object[] arguments = [Numbers.Random(Device.Reference, 1, 2, 3), Numbers.Random(Device.Reference, 2, 2, 3), n];
        var plain = (Tensor)program.Assembly.GetType("M")!.GetMethod("F")!.Invoke(null, arguments)!;
        for (int step = 0; step < 2; step++)
        {
            (Tensor result, object saved) = model.Forward(arguments);
            Assert.Equal(Numbers.Of(plain), Numbers.Of(result));
            Tensor seed = Numbers.Random(Device.Reference, 7, [.. result.Shape]);
            object[] gradients = model.Backward(saved, seed);
            double[][] values = [.. gradients.Select(GradientCheck.Dense)];
            for (int i = 0; i < 2; i++)
                GradientCheck.AssertClose(GradientCheck.CentralDifferences(model, arguments, (Tensor)arguments[i], Numbers.Of(seed)), values[i], $"{name}: argument {i}");
        }
    }

    [Fact]
    public void Nothing_is_written_after_a_way_that_throws()
    {
        Generated generated = Generated.From("""
            using SparseDiff;
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, int n)
                {
                    var y = n switch { 0 => throw new System.ArgumentException("n"), 1 => x * x, _ => throw new System.ArgumentException("n") };
                    if (n > 1) { y = y * x; throw new System.ArgumentException("n"); }
                    return y;
                }
            }
            """);
        string[] lines = [.. generated.Files.Values.SelectMany(static text => text.Split('\n')).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        int[] throws = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("throw ", StringComparison.Ordinal))];
        Assert.Equal(3, throws.Length);
        Assert.All(throws, i => Assert.Equal("}", lines[i + 1]));
        Assert.Empty(generated.Errors);
    }
}
