using System.Globalization;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>What all regions of one function share.</summary>
internal sealed class ReverseContext
{
    private readonly SortedDictionary<string, string> tapes = new(StringComparer.Ordinal);
    private readonly Dictionary<(Statement Loop, int Variable), KeptTurns> kept = new(StatementComparer.Instance);
    private readonly Dictionary<Loop, Region> turns = new(References<Loop>.Comparer);
    private readonly int[] writes;

    public ReverseContext(FunctionPlan plan, FunctionNames names, Scope scope)
    {
        (Plan, Names, Scope) = (plan, names, scope);
        writes = Writes.MostOf(plan);
    }

    public FunctionPlan Plan { get; }

    public FunctionNames Names { get; }

    public Scope Scope { get; }

    /// <summary>The tapes in use: element type and name.</summary>
    public SortedDictionary<string, string> Tapes => tapes;

    /// <summary>Whether a variable has the same value from its beginning to the end.</summary>
    public bool IsFixed(int variable) => writes[variable] <= 1;

    /// <summary>The tape for a variable of this type.</summary>
    public string Tape(Variable variable)
    {
        if (!tapes.TryGetValue(variable.TypeText, out string? name))
            tapes[variable.TypeText] = name = Names.Pool.Take(variable.TypeText.All(char.IsLetter) ? variable.TypeText.TrimStart('@') + "Tape" : "tape");
        return name;
    }

    /// <summary>Where loops whose turns are limited by constants keep variables: room for each turn.</summary>
    public IEnumerable<KeptTurns> Kept => kept.Values;

    /// <summary>Where a loop keeps what a variable is when a turn begins; null when that is the tape.</summary>
    public string? KeptIn(Loop loop, int variable)
    {
        Variable spec = Plan.Variables[variable];
        if (loop.Counter is not { Values.Count: > 0 and var turns } || !Variable.IsPlain(spec.TypeText))
            return null;
        if (!kept.TryGetValue((loop, variable), out KeptTurns place))
        {
            string plain = spec.Name.TrimStart('@').TrimStart('_');
            string stem = plain.Length == 0 ? "keptValue" : "kept" + char.ToUpperInvariant(plain[0]) + plain.Substring(1);
            kept[(loop, variable)] = place = new KeptTurns(Names.Pool.Take(stem), spec, turns);
        }

        return place.Name;
    }

    /// <summary>How often a loop runs, from its head, when that is simple and no turn is broken off; null when its turns must be counted.</summary>
    public Expression? NumberOfTurns(Loop loop) => loop.Counter switch
    {
        { Step: 1, Start: Constant { Text: "0" } } counter when !Writes.BreaksOff(loop.Body) =>
            counter.Values.Count > 0 ? new Constant(NumberType.Discrete, counter.Values.Count.ToString(CultureInfo.InvariantCulture))
            : counter.Bound is { } bound && bound.Reads.All(IsFixed) ? bound
            : null,
        _ => null,
    };

    /// <summary>The region of one turn of a loop.</summary>
    public Region TurnOf(Loop loop)
    {
        if (!turns.TryGetValue(loop, out Region? region))
            turns[loop] = region = new Region(this, [.. loop.Body, .. loop.Iterators.Where(static step => step is Assignment)], isTurn: true);
        return region;
    }

    /// <summary>The variables that a loop hands from turn to turn, or leaves changed, and that going back needs.</summary>
    public List<int> Carried(Loop loop)
    {
        Region turn = TurnOf(loop);
        HashSet<int> own = [.. Writes.Declared(loop.Body)];
        return [.. Writes.Of(loop.Body.Concat(loop.Iterators)).Distinct()
            .Where(variable => !own.Contains(variable) && variable != loop.Counter?.Variable && turn.Needed!.Contains(variable) && !IsFlag(variable))
            .OrderBy(static variable => variable)];
    }

    /// <summary>Whether it says that the function has returned: false wherever a turn begins.</summary>
    public bool IsFlag(int variable) => variable >= Plan.Function.Variables.Count && Plan.Variables[variable].Type == NumberType.Discrete;
}
