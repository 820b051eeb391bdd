using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Emit;

/// <summary>The names of a derivative's code beside the user's: the derivative of <c>x</c> is <c>dX</c>.</summary>
internal sealed class FunctionNames
{
    private readonly Dictionary<int, string> derivatives = [];
    private readonly FunctionPlan plan;

    public FunctionNames(FunctionPlan plan)
    {
        this.plan = plan;
        Pool = new NamePool(plan.Function.Names.Concat(plan.Variables.Select(static variable => variable.Name)));
        for (int i = 0; i < plan.Variables.Count; i++)
        {
            if (plan.Active[i] || plan.Variables[i].WantsGradient)
                derivatives[i] = Pool.Take(Adjoint.Cotangents.NameOf(plan.Variables[i].Name));
        }
    }

    public NamePool Pool { get; }

    /// <summary>Whether code is only written to see what it needs; then its names do not matter.</summary>
    public bool IsRehearsal { get; private set; }

    public string Derivative(int variable) => derivatives[variable];

    public string Result => plan.Variables[plan.Result].Name;

    /// <summary>A name for a value that is used once or twice.</summary>
    public string Temporary(string stem) => IsRehearsal ? stem : Pool.TakeNumbered(stem);

    /// <summary>Writes code only to see what it needs.</summary>
    public T Rehearse<T>(Func<T> action)
    {
        bool before = IsRehearsal;
        IsRehearsal = true;
        T outcome = action();
        IsRehearsal = before;
        return outcome;
    }

    /// <summary>What a part of an expression is called.</summary>
    public static string StemOf(Expression expression) => expression switch
    {
        Arithmetic { Operator: '+' } => "sum",
        Arithmetic { Operator: '-' } => "difference",
        Arithmetic { Operator: '*' } => "product",
        Arithmetic { Operator: '/' } => "quotient",
        Arithmetic => "remainder",
        Negation => "negative",
        Conversion => "converted",
        MathCall call => Camel(call.Name),
        FunctionCall call => Camel(call.Function.Name),
        _ => "value",
    };

    private static string Camel(string name)
    {
        string plain = name.TrimStart('@', '_');
        return plain.Length == 0 ? "value" : char.ToLowerInvariant(plain[0]) + plain.Substring(1);
    }
}
