using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Structure;

/// <summary>Turns a choice between expressions through which a derivative flows into a branch, so that expressions are straight.</summary>
internal sealed class Choices(FunctionPlan plan, List<Variable> variables, List<bool> active, Func<string, string> fresh)
{
    public EquatableArray<Statement> Straighten(IEnumerable<Statement> body)
    {
        List<Statement> into = [];
        foreach (Statement statement in body)
        {
            switch (statement)
            {
                case Assignment { Value: { } value } assignment when plan.IsActive(value):
                    Assign(assignment, value, into);
                    break;
                case Branch branch:
                    into.Add(branch with { Then = Straighten(branch.Then), Else = Straighten(branch.Else) });
                    break;
                case Loop loop:
                    into.Add(loop with { Body = Straighten(loop.Body), Iterators = Straighten(loop.Iterators) });
                    break;
                default:
                    into.Add(statement);
                    break;
            }
        }

        return into.ToEquatable();
    }

    private void Assign(Assignment assignment, Expression value, List<Statement> into)
    {
        if (value is Choice choice)
        {
            if (assignment.IsDeclaration)
                into.Add(assignment with { Value = null });
            into.Add(new Branch(
                choice.Condition,
                Straighten([assignment with { Value = choice.WhenTrue, IsDeclaration = false }]),
                Straighten([assignment with { Value = choice.WhenFalse, IsDeclaration = false }]),
                assignment.Line));
            return;
        }

        into.Add(assignment with { Value = Straight(value, assignment.Line, into) });
    }

    /// <summary>The expression with every choice replaced by a variable that a branch before it sets.</summary>
    private Expression Straight(Expression value, int line, List<Statement> into)
    {
        if (!plan.IsActive(value))
            return value;
        switch (value)
        {
            case Choice choice:
                variables.Add(new Variable(fresh("choice"), choice.Type, choice.Type.Keyword(), false, false));
                active.Add(true);
                int variable = variables.Count - 1;
                Assign(new Assignment(variable, choice, IsDeclaration: true, line), choice, into);
                return new VariableRead(choice.Type, variable);
            case Negation negation:
                return negation with { Operand = Straight(negation.Operand, line, into) };
            case Arithmetic arithmetic:
                return arithmetic with { Left = Straight(arithmetic.Left, line, into), Right = Straight(arithmetic.Right, line, into) };
            case Conversion conversion:
                return conversion with { Operand = Straight(conversion.Operand, line, into) };
            case MathCall call:
                return call with { Arguments = call.Arguments.Select(argument => Straight(argument, line, into)).ToEquatable() };
            case FunctionCall call:
                return call with { Arguments = call.Arguments.Select(argument => Straight(argument, line, into)).ToEquatable() };
            default:
                return value;
        }
    }
}
