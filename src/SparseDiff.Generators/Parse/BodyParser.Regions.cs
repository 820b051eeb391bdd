using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <content>
/// Loops and conditions. What a block assigns to a variable from around it becomes a result of the statement; a branch that leaves
/// the block early takes the place of its rest.
/// </content>
internal sealed partial class BodyParser
{
    private readonly Stack<LoopScope> loops = new();
    private readonly List<(string Name, int Depth)> flags = [];

    /// <summary>Reads an if statement.</summary>
    /// <param name="condition">The statement.</param>
    /// <param name="rest">What follows it, where one of its branches leaves: that belongs to the other one.</param>
    private void If(IConditionalOperation condition, IReadOnlyList<IOperation> rest)
    {
        int line = AddLine($"if ({Quote.Of(condition.Condition.Syntax)})");
        string head = $"if ({scalars.Head(condition.Condition, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)})";
        bool leavesThen = Leaves(condition.WhenTrue);
        IReadOnlyList<IOperation> whenTrue = [condition.WhenTrue, .. leavesThen ? [] : rest];
        IReadOnlyList<IOperation> whenFalse = [.. condition.WhenFalse is { } other ? [other] : Array.Empty<IOperation>(), .. leavesThen ? rest : []];
        Branch(line, head, reads, readsScalars, () => Statements(whenTrue), () => Statements(whenFalse), condition);
    }

    /// <summary>Reads a statement that leaves only on some of its ways, and what follows it: a flag says whether it left.</summary>
    private void Guarded(IOperation statement, Action<IOperation> read, IReadOnlyList<IOperation> rest)
    {
        string left = state.Names.TakeNumbered("left");
        scalars.Statement($"bool {left} = false;      // whether what follows is passed over", [], []);
        if (statement.DescendantsAndSelf().Any(static part => part is IReturnOperation))
        {
            foreach (ISymbol key in ResultKeys.Where(key => !state.Tensors.ContainsKey(key)))
                state.Tensors[key] = None();
        }

        flags.Add((left, loops.Count));
        read(statement);
        flags.RemoveAt(flags.Count - 1);
        if (rest.Count == 0)
            return;
        state.Lines.Add("(where the method goes on)");
        Branch(state.Line, $"if (!{left})", [], [], () => Statements(rest), static () => { }, statement);
    }

    private int None() => state.AddValue(state.Names.TakeNumbered("none"), ValueKind.Member, ValueSpec.None);

    /// <summary>Control leaves: to the end of the iteration, of the loop, or of the method.</summary>
    /// <param name="flagsFrom">The number of loops around the statements whose rest is skipped.</param>
    /// <param name="ended">The loops that end.</param>
    private void Leave(int flagsFrom, IEnumerable<LoopScope> ended)
    {
        foreach ((string flag, int depth) in flags.Where(flag => flag.Depth >= flagsFrom))
            scalars.Statement($"{flag} = true;", [], []);
        foreach (LoopScope scope in ended)
        {
            if (scope.Stop.Length == 0)
                scope.Stop = state.Names.TakeNumbered("stop");
            scalars.Statement($"{scope.Stop} = true;", [], []);
        }
    }

    private void Branch(
        int line, string head, EquatableArray<int> reads, EquatableArray<int> readsScalars, Action whenTrue, Action whenFalse, IOperation condition)
    {
        Snapshot before = state.Save();
        (int thenId, List<CallSpec> thenCalls) = Block(whenTrue);
        Snapshot afterThen = state.Save();
        state.Restore(before);
        (int elseId, List<CallSpec> elseCalls) = Block(whenFalse);
        Snapshot afterElse = state.Save();
        state.Restore(before);

        // Assigned on one way only: on the other nothing reads it before it is assigned.
        foreach (ISymbol variable in state.Unassigned.Where(key => afterThen.Tensors.ContainsKey(key) != afterElse.Tensors.ContainsKey(key)).OrderBy(static key => key.Name, StringComparer.Ordinal))
            (afterThen.Tensors.ContainsKey(variable) ? afterElse : afterThen).Tensors[variable] = None();

        List<int> results = [];
        List<int> ofThen = [];
        List<int> ofElse = [];
        foreach (ISymbol variable in afterThen.Tensors.Keys.Where(afterElse.Tensors.ContainsKey).OrderBy(key => afterThen.Tensors[key]).ThenBy(static key => key.Name, StringComparer.Ordinal))
        {
            if (afterThen.Tensors[variable] == afterElse.Tensors[variable])
            {
                state.Tensors[variable] = afterThen.Tensors[variable];
                continue;
            }

            string name = NameOfResult(variable);
            int result = state.AddValue(name, ValueKind.Call, name);
            results.Add(result);
            ofThen.Add(afterThen.Tensors[variable]);
            ofElse.Add(afterElse.Tensors[variable]);
            state.Tensors[variable] = result;
        }

        foreach (ISymbol tuple in before.Tuples.Keys.Where(key => !ReferenceEquals(before.Tuples[key], afterThen.Tuples[key]) || !ReferenceEquals(before.Tuples[key], afterElse.Tuples[key])))
            throw Unsupported(condition, $"The assignment of the tuple '{tuple.Name}' in a branch");
        AddRegion(line, condition, results, new RegionSpec(
            RegionKind.If, head, string.Empty, reads, readsScalars,
            [new BlockSpec(thenId, thenCalls.ToEquatable(), ofThen.ToEquatable()), new BlockSpec(elseId, elseCalls.ToEquatable(), ofElse.ToEquatable())], [], -1, string.Empty));
    }

    private void Loop(ILoopOperation loop)
    {
        int line = AddLine(HeadOf(loop));
        bool returns = loop.Body.DescendantsAndSelf().Any(static part => part is IReturnOperation);
        List<ISymbol> variables = [.. Assigned(loop.Body).Concat(returns ? ResultKeys : []).Where(state.Tensors.ContainsKey).Distinct(SymbolEqualityComparer.Default).OrderBy(key => state.Tensors[key!])];
        if (Assigned(loop.Body).FirstOrDefault(state.Tuples.ContainsKey) is { } tuple)
            throw Unsupported(loop, $"The assignment of the tuple '{tuple.Name}' in a loop");
        Snapshot before = state.Save();
        int id = state.BeginBlock(out List<CallSpec> outer);
        List<CarriedSpec> carried = [];
        foreach (ISymbol variable in variables)
        {
            string name = NameOfResult(variable);
            int input = state.AddValue(name, ValueKind.Outer, name);
            carried.Add(new CarriedSpec(state.Tensors[variable], input));
            state.Tensors[variable] = input;
        }

        LoopScope scope = new(loop);
        string head = Head(loop, scope, out string tail, out EquatableArray<int> reads, out EquatableArray<int> readsScalars);
        loops.Push(scope);
        bool isOuter = scope.List < 0 || !state.Iterated.Add(scope.List);
        Statements([loop.Body]);
        if (!isOuter)
            state.Iterated.Remove(scope.List);
        loops.Pop();
        List<int> outputs = [.. variables.Select(variable => state.Tensors[variable])];
        List<CallSpec> calls = state.EndBlock(outer, before.Block);
        state.Restore(before);
        List<int> results = [];
        for (int i = 0; i < variables.Count; i++)
        {
            string name = state.Values[carried[i].Input].Name;
            results.Add(state.AddValue(name, ValueKind.Call, name));
            state.Tensors[variables[i]] = results[i];
        }

        AddRegion(line, loop, results, new RegionSpec(
            RegionKind.Loop, head, tail, reads, readsScalars, [new BlockSpec(id, calls.ToEquatable(), outputs.ToEquatable())], carried.ToEquatable(), scope.Position, scope.Stop));
    }

    private string NameOfResult(ISymbol variable) => variable is ILocalSymbol or IParameterSymbol ? NameOf(variable) : state.Names.TakeNumbered("result");

    private void AddRegion(int line, IOperation statement, List<int> results, RegionSpec region) =>
        state.Calls.Add(new CallSpec([], "a statement", [], results.ToEquatable(), line, null, LocationSpec.Of(statement.Syntax.GetLocation())) { Region = region });

    /// <summary>The text of a loop up to its body, in the terms of generated code.</summary>
    private string Head(ILoopOperation loop, LoopScope scope, out string tail, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
    {
        tail = string.Empty;
        switch (loop.Syntax)
        {
            case ForStatementSyntax syntax:
                return scalars.ForHead(syntax, loop, out reads, out readsScalars);
            case ForEachStatementSyntax syntax when loop is IForEachLoopOperation each && each.Locals is [var variable]:
                if (ModelTypes.ModelOf(variable.Type) is not null)
                    scope.Position = AddPosition(each, variable);
                else if (variable.Type.Is(KnownNames.Tensor))
                    return HeadOverList(each, variable, scope, out reads, out readsScalars);
                string collection = scalars.Head(each.Collection, out reads, out readsScalars);
                return $"foreach ({(syntax.Type.IsVar ? "var" : scalars.TypeName(variable.Type))} {variable.Name.Escaped()} in {collection})";
            case WhileStatementSyntax when loop is IWhileLoopOperation { Condition: { } condition }:
                return $"while ({scalars.Head(condition, out reads, out readsScalars)})";
            case DoStatementSyntax when loop is IWhileLoopOperation { Condition: { } condition }:
                tail = $"while ({scalars.Head(condition, out reads, out readsScalars)});";
                return "do";
            default:
                throw Unsupported(loop, "This kind of loop");
        }
    }

    /// <summary>A loop over models: in the backward pass its variable is the element of that number.</summary>
    private int AddPosition(IForEachLoopOperation each, ILocalSymbol variable)
    {
        IOperation collection = each.Collection is IConversionOperation conversion ? conversion.Operand : each.Collection;
        int position = AddPosition();
        tensors.NoteRecomputed(variable, collection);
        state.Models[variable] = tensors.Element(collection, each, position);
        return position;
    }

    /// <summary>A scalar that stands for the number of an iteration.</summary>
    private int AddPosition()
    {
        state.Scalars.Add(new ScalarSpec(state.Names.TakeNumbered("n"), "int", string.Empty, IsArgument: false, 0, [], [], state.Line) { Block = state.Block, IsPosition = true });
        return state.Scalars.Count - 1;
    }

    private static string HeadOf(ILoopOperation loop) => loop.Syntax switch
    {
        ForStatementSyntax syntax => Quote.Of(syntax.WithStatement(Microsoft.CodeAnalysis.CSharp.SyntaxFactory.EmptyStatement())).TrimEnd(';', ' '),
        ForEachStatementSyntax syntax => Quote.Of(syntax.WithStatement(Microsoft.CodeAnalysis.CSharp.SyntaxFactory.EmptyStatement())).TrimEnd(';', ' '),
        WhileStatementSyntax syntax => Quote.Of(syntax.WithStatement(Microsoft.CodeAnalysis.CSharp.SyntaxFactory.EmptyStatement())).TrimEnd(';', ' '),
        DoStatementSyntax syntax => $"do … while ({Quote.Of(syntax.Condition)})",
        _ => Quote.Of(loop.Syntax),
    };

    private (int Id, List<CallSpec> Calls) Block(Action statements)
    {
        int around = state.Block;
        int id = state.BeginBlock(out List<CallSpec> outer);
        statements();
        return (id, state.EndBlock(outer, around));
    }

    /// <summary>The variables that a statement assigns.</summary>
    private static IEnumerable<ISymbol> Assigned(IOperation statement) => statement.DescendantsAndSelf().SelectMany(static part => part switch
    {
        ISimpleAssignmentOperation assignment => Targets(assignment.Target),
        ICompoundAssignmentOperation assignment => Targets(assignment.Target),
        IDeconstructionAssignmentOperation deconstruction => deconstruction.Target.DescendantsAndSelf().SelectMany(Targets),
        _ => [],
    });

    private static IEnumerable<ISymbol> Targets(IOperation target) => target switch
    {
        ILocalReferenceOperation local => [local.Local],
        IParameterReferenceOperation parameter => [parameter.Parameter],
        _ => [],
    };

    /// <summary>Whether control never comes out at the end of a statement: it returns, breaks or continues.</summary>
    private static bool Leaves(IOperation? statement) => statement switch
    {
        IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } => true,
        IBlockOperation block => block.Operations.Any(Leaves),
        IConditionalOperation { WhenFalse: { } other } condition => Leaves(condition.WhenTrue) && Leaves(other),
        _ => false,
    };

    /// <summary>Whether control may leave the list of statements inside a statement.</summary>
    private static bool MayLeave(IOperation statement) => statement.DescendantsAndSelf().Any(part => part switch
    {
        IReturnOperation => !part.Ancestors(statement).Any(static outer => outer is IAnonymousFunctionOperation or ILocalFunctionOperation),
        IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } => !part.Ancestors(statement).Any(static outer => outer is ILoopOperation or ISwitchOperation),
        _ => false,
    });

    private int AddLine(string line)
    {
        state.Lines[state.Line] = line;
        return state.Line;
    }

    /// <summary>A loop being read.</summary>
    private sealed class LoopScope(ILoopOperation loop)
    {
        public ILoopOperation Loop { get; } = loop;

        public int Position { get; set; } = -1;

        public string Stop { get; set; } = string.Empty;

        /// <summary>The list that it goes over; -1 for none.</summary>
        public int List { get; set; } = -1;
    }
}

/// <summary>Walks from an operation to those around it.</summary>
internal static class OperationAncestors
{
    /// <summary>The operations around a part of a statement, up to the statement itself.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation part, IOperation statement)
    {
        for (IOperation? outer = part == statement ? null : part.Parent; outer is not null; outer = outer == statement ? null : outer.Parent)
            yield return outer;
    }
}
