using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>
/// Turns jumps into structure: what follows a jump in one branch moves into the other one, so that a function is nothing but
/// assignments, branches and loops. A <c>break</c> stays where it ends a turn of its loop, since nothing follows it there.
/// </summary>
internal sealed class Jumps
{
    private readonly List<Variable> variables;
    private readonly Func<string, string> fresh;
    private readonly int result;
    private int returned = -1;

    private Jumps(List<Variable> variables, Func<string, string> fresh, int result) => (this.variables, this.fresh, this.result) = (variables, fresh, result);

    /// <summary>Structures a body; variables that it needs are added.</summary>
    public static List<Statement> Structure(IEnumerable<Statement> body, List<Variable> variables, Func<string, string> fresh, int result)
    {
        Jumps jumps = new(variables, fresh, result);
        List<Statement> structured = jumps.Lower([.. body], new Target(false, []));
        if (jumps.returned >= 0)
            structured.Insert(0, Set(jumps.returned, "false", 0, isDeclaration: true));
        return structured;
    }

    /// <summary>Where jumps lead: out of a loop or out of the function, and the flags that are set on the way.</summary>
    private sealed record Target(bool IsLoop, EquatableArray<int> Flags)
    {
        /// <summary>Set where a turn ends early although its loop's iterators have a derivative.</summary>
        public int Stopped { get; init; } = -1;
    }

    private List<Statement> Lower(List<Statement> body, Target target)
    {
        List<Statement> into = [];
        for (int i = 0; i < body.Count; i++)
        {
            List<Statement> rest = body.GetRange(i + 1, body.Count - i - 1);
            switch (body[i])
            {
                case Return end:
                    into.Add(new Assignment(result, end.Value, IsDeclaration: false, end.Line));
                    if (target.IsLoop)
                        into.Add(Set(ReturnedFlag(), "true", end.Line));
                    Jump(into, target, end.Line, isBreak: target.IsLoop);
                    return into;
                case Break end:
                    Jump(into, target, end.Line, isBreak: true);
                    return into;
                case Continue end:
                    Jump(into, target, end.Line, isBreak: false);
                    return into;
                case Throw end:
                    into.Add(end);
                    return into;
                case Branch branch when MayJump(branch):
                    Lower(branch, rest, target, into);
                    return into;
                case Loop loop:
                    into.Add(Lower(loop));
                    if (!MayReturn(loop))
                        break;
                    List<Statement> leave = [];
                    Jump(leave, target, loop.Line, isBreak: target.IsLoop);
                    List<Statement> otherwise = Lower(rest, target);
                    if (leave.Count + otherwise.Count > 0)
                        into.Add(leave.Count == 0 ? new Branch(Not(returned), otherwise.ToEquatable(), [], loop.Line) : new Branch(Read(returned), leave.ToEquatable(), otherwise.ToEquatable(), loop.Line));
                    return into;
                case Branch branch:
                    into.Add(branch with { Then = Lower([.. branch.Then], target).ToEquatable(), Else = Lower([.. branch.Else], target).ToEquatable() });
                    break;
                default:
                    into.Add(body[i]);
                    break;
            }
        }

        return into;
    }

    private void Lower(Branch branch, List<Statement> rest, Target target, List<Statement> into)
    {
        bool thenEnds = AlwaysJumps(branch.Then);
        bool elseEnds = AlwaysJumps(branch.Else);
        if (thenEnds || elseEnds || rest.Count == 0)
        {
            List<Statement> then = [.. branch.Then, .. !thenEnds ? rest : []];
            List<Statement> otherwise = [.. branch.Else, .. thenEnds && !elseEnds ? rest : []];
            into.Add(branch with { Then = Lower(then, target).ToEquatable(), Else = Lower(otherwise, target).ToEquatable() });
            return;
        }

        int flag = Flag("skip");
        Target inner = target with { Flags = target.Flags.Concat([flag]).ToEquatable() };
        into.Add(Set(flag, "false", branch.Line, isDeclaration: true));
        into.Add(branch with { Then = Lower([.. branch.Then], inner).ToEquatable(), Else = Lower([.. branch.Else], inner).ToEquatable() });
        into.Add(new Branch(Not(flag), Lower(rest, target).ToEquatable(), [], branch.Line));
    }

    private Loop Lower(Loop loop)
    {
        bool isGuarded = loop.Iterators.Any(static step => step is Assignment) && (loop.Body.Any(MayBreak) || MayReturn(loop));
        Target target = new(true, []) { Stopped = isGuarded ? Flag("stopped") : -1 };
        List<Statement> body = Lower([.. loop.Body], target);
        if (isGuarded)
        {
            // A turn that is broken off does not reach the iterators.
            body.Insert(0, Set(target.Stopped, "false", loop.Line, isDeclaration: true));
            body.Add(new Branch(Not(target.Stopped), loop.Iterators, [], loop.Line));
            return loop with { Body = body.ToEquatable(), Iterators = [] };
        }

        return loop with { Body = body.ToEquatable() };
    }

    private static void Jump(List<Statement> into, Target target, int line, bool isBreak)
    {
        foreach (int flag in target.Flags)
            into.Add(Set(flag, "true", line));
        if (!isBreak)
            return;
        if (target.Stopped >= 0)
            into.Add(Set(target.Stopped, "true", line));
        into.Add(new Break(line));
    }

    private int Flag(string stem)
    {
        variables.Add(new Variable(fresh(stem), NumberType.Discrete, "bool", false, false));
        return variables.Count - 1;
    }

    private int ReturnedFlag() => returned < 0 ? returned = Flag("returned") : returned;

    private static VariableRead Read(int flag) => new(NumberType.Discrete, flag);

    private static Logic Not(int flag) => new("!", [Read(flag)]);

    private static Assignment Set(int flag, string value, int line, bool isDeclaration = false) => new(flag, new Constant(NumberType.Discrete, value), isDeclaration, line);

    private static bool AlwaysJumps(EquatableArray<Statement> body) => body.Any(static statement => statement switch
    {
        Return or Break or Continue or Throw => true,
        Branch branch => AlwaysJumps(branch.Then) && AlwaysJumps(branch.Else),
        _ => false,
    });

    private static bool MayJump(Statement statement) => statement switch
    {
        Return or Break or Continue or Throw => true,
        Branch branch => branch.Then.Any(MayJump) || branch.Else.Any(MayJump),
        Loop loop => MayReturn(loop),
        _ => false,
    };

    private static bool MayBreak(Statement statement) => statement switch
    {
        Break => true,
        Branch branch => branch.Then.Any(MayBreak) || branch.Else.Any(MayBreak),
        _ => false,
    };

    private static bool MayReturn(Statement statement) => statement switch
    {
        Return => true,
        Branch branch => branch.Then.Any(MayReturn) || branch.Else.Any(MayReturn),
        Loop loop => loop.Body.Any(MayReturn),
        _ => false,
    };
}
