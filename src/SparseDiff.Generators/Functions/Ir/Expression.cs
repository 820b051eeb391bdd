using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Functions.Ir;

/// <summary>An expression of a scalar function: a tree down to variables, constants, and parts that no derivative enters.</summary>
/// <param name="Type">The type of its value.</param>
internal abstract record Expression(NumberType Type)
{
    public virtual IEnumerable<Expression> Children => [];

    /// <summary>The variables that it reads, at any depth.</summary>
    public virtual IEnumerable<int> Reads => Children.SelectMany(static child => child.Reads);
}

/// <summary>A number that the compiler knows.</summary>
internal sealed record Constant(NumberType Type, string Text) : Expression(Type);

/// <summary>A variable or an argument.</summary>
internal sealed record VariableRead(NumberType Type, int Variable) : Expression(Type)
{
    public override IEnumerable<int> Reads => [Variable];
}

/// <summary>An element of an array or span that is an argument.</summary>
/// <param name="Type">The element's type.</param>
/// <param name="Array">The argument.</param>
/// <param name="Index">The index.</param>
internal sealed record Element(NumberType Type, int Array, Expression Index) : Expression(Type)
{
    public override IEnumerable<Expression> Children => [Index];

    public override IEnumerable<int> Reads => [Array, .. Index.Reads];
}

/// <summary>The user's own text, which is copied: no derivative passes.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Text">The text, with every name bound.</param>
/// <param name="IsAtom">Whether it needs no parentheses as an operand.</param>
/// <param name="Variables">The variables that it reads.</param>
/// <param name="What">What it is, for a message.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record Copied(NumberType Type, string Text, bool IsAtom, EquatableArray<int> Variables, string What, LocationSpec? Location) : Expression(Type)
{
    /// <summary>Whether it comes from an integer or the like, whose derivative is zero.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>The text for where variables of type <c>float</c> have become doubles; null when it is the same.</summary>
    public string? Wide { get; init; }

    public override IEnumerable<int> Reads => Variables;
}

/// <summary>The operand with its sign changed.</summary>
internal sealed record Negation(NumberType Type, Expression Operand) : Expression(Type)
{
    public override IEnumerable<Expression> Children => [Operand];
}

/// <summary>One of <c>+ - * / %</c> of two numbers of the same type.</summary>
internal sealed record Arithmetic(NumberType Type, char Operator, Expression Left, Expression Right) : Expression(Type)
{
    public override IEnumerable<Expression> Children => [Left, Right];
}

/// <summary>A conversion between <c>float</c> and <c>double</c>.</summary>
internal sealed record Conversion(NumberType Type, Expression Operand) : Expression(Type)
{
    public override IEnumerable<Expression> Children => [Operand];
}

/// <summary>A mathematical function whose derivative is known.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Container">The class as written, such as <c>MathF</c>.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record MathCall(NumberType Type, string Container, string Name, EquatableArray<Expression> Arguments) : Expression(Type)
{
    public override IEnumerable<Expression> Children => Arguments;
}

/// <summary>A call of another differentiable scalar function.</summary>
internal sealed record FunctionCall(NumberType Type, FunctionReference Function, EquatableArray<Expression> Arguments) : Expression(Type)
{
    public override IEnumerable<Expression> Children => Arguments;
}

/// <summary>One expression or another.</summary>
internal sealed record Choice(NumberType Type, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Type)
{
    public override IEnumerable<Expression> Children => [Condition, WhenTrue, WhenFalse];
}

/// <summary>A comparison of two numbers.</summary>
internal sealed record Comparison(string Operator, Expression Left, Expression Right) : Expression(NumberType.Discrete)
{
    public override IEnumerable<Expression> Children => [Left, Right];
}

/// <summary>Truth values combined by <c>!</c> (one operand), <c>&amp;&amp;</c> or <c>||</c>.</summary>
internal sealed record Logic(string Operator, EquatableArray<Expression> Operands) : Expression(NumberType.Discrete)
{
    public override IEnumerable<Expression> Children => Operands;
}

/// <summary>Another differentiable scalar function, as a caller needs to know it.</summary>
/// <param name="Key">Which function it is: container, name and parameter types.</param>
/// <param name="Text">How it is called, without arguments.</param>
/// <param name="Name">Its name.</param>
/// <param name="Differentiated">For each parameter whether it has a derivative.</param>
/// <param name="Location">Where it is called.</param>
internal sealed record FunctionReference(string Key, string Text, string Name, EquatableArray<bool> Differentiated, LocationSpec? Location)
{
    /// <summary>What its lane struct is called.</summary>
    public string LaneText { get; init; } = string.Empty;

    /// <summary>Whether its lane struct is called instead, with lanes of one double.</summary>
    public bool IsOverLanes { get; init; }

    /// <summary>Whether its derivative is written in this project, by the generator.</summary>
    public bool IsWrittenHere { get; init; }
}
