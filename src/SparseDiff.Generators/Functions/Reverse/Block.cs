using SparseDiff.Generators.Functions.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Rules;

namespace SparseDiff.Generators.Functions.Reverse;

/// <summary>A block of the backward sweep: which gradients live in it, and which of these have a value already.</summary>
internal sealed class Block
{
    private readonly ReverseContext context;
    private readonly Block? parent;
    private readonly HashSet<int> locals;
    private readonly HashSet<int> declared = [];
    private readonly bool isRoot;

    public Block(ReverseContext context, Block? parent, IEnumerable<int> locals, bool isRoot)
    {
        (this.context, this.parent, this.locals, this.isRoot) = (context, parent, [.. locals], isRoot);
        if (isRoot)
            this.locals.UnionWith(Enumerable.Range(0, context.Plan.Function.Arguments));
    }

    /// <summary>Variables of outer blocks whose gradients it touches.</summary>
    public HashSet<int> Outer { get; } = [];

    public Block Inner(IEnumerable<int> variables) => new(context, this, variables, isRoot: false);

    /// <summary>Whether anything can have contributed to a variable's gradient so far.</summary>
    public bool Knows(int variable) => locals.Contains(variable) ? declared.Contains(variable) : Outer.Contains(variable) || parent is null || parent.Knows(variable);

    public void Touch(int variable)
    {
        if (!locals.Contains(variable))
            Outer.Add(variable);
    }

    /// <summary>Adds to a variable's gradient.</summary>
    public Code Contribute(int variable, Seed seed)
    {
        string name = context.Names.Derivative(variable);
        if (locals.Contains(variable) && declared.Add(variable))
            return new Code($"{Type(variable)}{name} = {seed.Signed};");
        Touch(variable);
        return new Code($"{name} {(seed.IsNegative ? "-=" : "+=")} {seed.Text};");
    }

    /// <summary>Gradients that inner blocks touch begin before them, with zero.</summary>
    public IEnumerable<string> Declare(IEnumerable<int> touched)
    {
        foreach (int variable in touched.Distinct().OrderBy(static variable => variable))
        {
            if (!locals.Contains(variable))
                Outer.Add(variable);
            else if (declared.Add(variable))
                yield return $"{Type(variable)}{context.Names.Derivative(variable)} = 0{context.Plan.Variables[variable].Type.Suffix()};";
        }
    }

    // An argument's gradient is an out parameter.
    private string Type(int variable) => isRoot && variable < context.Plan.Function.Arguments ? string.Empty : context.Plan.Variables[variable].Type.Keyword() + " ";
}
