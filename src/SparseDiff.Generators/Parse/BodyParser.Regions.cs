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

        foreach (ISymbol tuple in state.Unassigned.Where(key => afterThen.Tuples.ContainsKey(key) != afterElse.Tuples.ContainsKey(key)).OrderBy(static key => key.Name, StringComparer.Ordinal))
            (afterThen.Tuples.ContainsKey(tuple) ? afterElse : afterThen).Tuples[tuple] = [.. Enumerable.Range(0, TensorParser.TensorsOf(TypeOf(tuple))).Select(_ => None())];

        List<int> results = [];
        List<int> ofThen = [];
        List<int> ofElse = [];
        foreach (ISymbol variable in afterThen.Tensors.Keys.Where(afterElse.Tensors.ContainsKey).OrderBy(key => afterThen.Tensors[key]).ThenBy(static key => key.Name, StringComparer.Ordinal))
            state.Tensors[variable] = Either(afterThen.Tensors[variable], afterElse.Tensors[variable], () => NameOfResult(variable));

        foreach (ISymbol tuple in afterThen.Tuples.Keys.Where(afterElse.Tuples.ContainsKey).OrderBy(key => afterThen.Tuples[key][0]).ThenBy(static key => key.Name, StringComparer.Ordinal))
            state.Tuples[tuple] = [.. afterThen.Tuples[tuple].Zip(afterElse.Tuples[tuple], (then, other) => Either(then, other, () => state.Names.TakeNumbered(tuple.Name)))];

        AddRegion(line, condition, results, new RegionSpec(
            RegionKind.If, head, string.Empty, reads, readsScalars,
            [new BlockSpec(thenId, thenCalls.ToEquatable(), ofThen.ToEquatable()), new BlockSpec(elseId, elseCalls.ToEquatable(), ofElse.ToEquatable())], [], -1, string.Empty));

        int Either(int then, int other, Func<string> nameOf)
        {
            if (then == other)
                return then;
            string name = nameOf();
            results.Add(state.AddValue(name, ValueKind.Call, name));
            ofThen.Add(then);
            ofElse.Add(other);
            return results[results.Count - 1];
        }
    }

    private void Loop(ILoopOperation loop)
    {
        int line = AddLine(HeadOf(loop));
        bool returns = loop.Body.DescendantsAndSelf().Any(static part => part is IReturnOperation);
        List<ISymbol> variables = [.. Assigned(loop.Body).Concat(returns ? ResultKeys : []).Where(state.Tensors.ContainsKey).Distinct(SymbolEqualityComparer.Default).OrderBy(key => state.Tensors[key!])];
        List<ISymbol> tuples = [.. Assigned(loop.Body).Where(state.Tuples.ContainsKey).Distinct(SymbolEqualityComparer.Default).OrderBy(key => state.Tuples[key!][0])];
        Snapshot before = state.Save();
        int id = state.BeginBlock(out List<CallSpec> outer);
        List<CarriedSpec> carried = [];
        foreach (ISymbol variable in variables)
            state.Tensors[variable] = Carry(state.Tensors[variable], NameOfResult(variable));

        foreach (ISymbol tuple in tuples)
            state.Tuples[tuple] = [.. state.Tuples[tuple].Select(element => Carry(element, state.Names.TakeNumbered(tuple.Name)))];

        JumpScope scope = new(IsLoop: true);
        string head = Head(loop, scope, out string tail, out EquatableArray<int> reads, out EquatableArray<int> readsScalars);
        scopes.Push(scope);
        bool isOuter = scope.List < 0 || !state.Iterated.Add(scope.List);
        Statements([loop.Body]);
        if (!isOuter)
            state.Iterated.Remove(scope.List);
        scopes.Pop();
        List<int> outputs = [.. variables.Select(variable => state.Tensors[variable]), .. tuples.SelectMany(tuple => state.Tuples[tuple])];
        List<CallSpec> calls = state.EndBlock(outer, before.Block);
        state.Restore(before);
        List<int> results = [.. carried.Select(one => state.AddValue(state.Values[one.Input].Name, ValueKind.Call, state.Values[one.Input].Name))];
        for (int i = 0; i < variables.Count; i++)
            state.Tensors[variables[i]] = results[i];
        int next = variables.Count;
        foreach (ISymbol tuple in tuples)
            state.Tuples[tuple] = [.. state.Tuples[tuple].Select(_ => results[next++])];
        AddRegion(line, loop, results, new RegionSpec(
            RegionKind.Loop, head, tail, reads, readsScalars, [new BlockSpec(id, calls.ToEquatable(), outputs.ToEquatable())], carried.ToEquatable(), scope.Position, scope.Stop));

        int Carry(int outer, string name)
        {
            int input = state.AddValue(name, ValueKind.Outer, name);
            carried.Add(new CarriedSpec(outer, input));
            return input;
        }
    }

    private string NameOfResult(ISymbol variable) => variable is ILocalSymbol or IParameterSymbol ? NameOf(variable) : state.Names.TakeNumbered("result");

    private void AddRegion(int line, IOperation statement, List<int> results, RegionSpec region) =>
        state.Calls.Add(new CallSpec([], "a statement", [], results.ToEquatable(), line, null, LocationSpec.Of(statement.Syntax.GetLocation())) { Region = region });

    /// <summary>The text of a loop up to its body, in the terms of generated code.</summary>
    private string Head(ILoopOperation loop, JumpScope scope, out string tail, out EquatableArray<int> reads, out EquatableArray<int> readsScalars)
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
            case ForEachVariableStatementSyntax syntax when loop is IForEachLoopOperation { Locals: { Length: > 0 } parts } each && !parts.Any(static part => part.Type.Is(KnownNames.Tensor) || IsTensorLike(part.Type) || ModelTypes.ModelOf(part.Type) is not null):
                return $"foreach ({scalars.Copied(syntax.Variable)} in {scalars.Head(each.Collection, out reads, out readsScalars)})";
            case ForEachVariableStatementSyntax:
                throw Unsupported(loop, "A foreach that takes apart elements with tensors or models in them", "write a for loop over their numbers");
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
        IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: ILocalReferenceOperation { Local: var tuple } } when TensorParser.TensorsOf(tuple.Type) > 0 => [tuple],
        ILocalReferenceOperation local => [local.Local],
        IParameterReferenceOperation parameter => [parameter.Parameter],
        _ => [],
    };

    private int AddLine(string line)
    {
        state.Lines[state.Line] = line;
        return state.Line;
    }
}
