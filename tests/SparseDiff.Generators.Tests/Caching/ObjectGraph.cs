using System.Collections;
using System.Reflection;

namespace SparseDiff.Generators.Tests.Caching;

/// <summary>Walks everything an object holds.</summary>
internal static class ObjectGraph
{
    public static void AssertHoldsNone(object root, params Type[] forbidden)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object> open = new([root]);
        while (open.TryPop(out object? held))
        {
            Type type = held.GetType();
            Assert.DoesNotContain(forbidden, banned => banned.IsAssignableFrom(type));
            if (type.IsPrimitive || type.IsEnum || held is string || type.FullName!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || !seen.Add(held))
                continue;
            if (held is IEnumerable many)
            {
                foreach (object? item in many)
                    Push(item);
                continue;
            }

            for (Type? part = type; part is not null; part = part.BaseType)
            {
                foreach (FieldInfo field in part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    Push(field.GetValue(held));
            }
        }

        void Push(object? item)
        {
            if (item is not null)
                open.Push(item);
        }
    }
}
