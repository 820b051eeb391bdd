using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SparseDiff.Generators.Tests.Functions;

/// <summary>Calls methods with spans among their parameters by reflection: arrays are converted on the way.</summary>
internal static class SpanCall
{
    // A test program's methods go with it; so does what is compiled for them.
    private static readonly ConditionalWeakTable<MethodInfo, Func<object?[], object>> Known = new();

    public static object Invoke(MethodInfo method, object?[] arguments) => Known.GetValue(method, Compile)(arguments);

    private static Func<object?[], object> Compile(MethodInfo method)
    {
        ParameterExpression boxed = Expression.Parameter(typeof(object?[]));
        List<ParameterExpression> outputs = [];
        List<Expression> values = [];
        List<Expression> after = [];
        ParameterInfo[] parameters = method.GetParameters();
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            Expression slot = Expression.ArrayAccess(boxed, Expression.Constant(i));
            if (type.IsByRef)
            {
                ParameterExpression output = Expression.Variable(type.GetElementType()!);
                outputs.Add(output);
                values.Add(output);
                after.Add(Expression.Assign(slot, Expression.Convert(output, typeof(object))));
            }
            else if (type.IsByRefLike)
            {
                Type array = type.GetGenericArguments()[0].MakeArrayType();
                values.Add(Expression.Convert(Expression.Convert(slot, array), type, type.GetMethod("op_Implicit", [array])));
            }
            else
            {
                values.Add(Expression.Convert(slot, type));
            }
        }

        ParameterExpression result = Expression.Variable(method.ReturnType);
        Expression body = Expression.Block(
            [.. outputs, result],
            [Expression.Assign(result, Expression.Call(method, values)), .. after, Expression.Convert(result, typeof(object))]);
        return Expression.Lambda<Func<object?[], object>>(body, boxed).Compile(preferInterpretation: false);
    }
}
