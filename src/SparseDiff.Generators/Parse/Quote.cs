using System.Text;
using Microsoft.CodeAnalysis;

namespace SparseDiff.Generators.Parse;

/// <summary>The user's statement on one line, without comments: what generated blocks quote.</summary>
internal static class Quote
{
    public static string Of(SyntaxNode statement) => OfTokens(statement.DescendantTokens());

    public static string OfTokens(IEnumerable<SyntaxToken> tokens)
    {
        StringBuilder text = new();
        bool space = false;
        foreach (SyntaxToken token in tokens)
        {
            if (text.Length > 0 && (space || token.LeadingTrivia.Count > 0 && token.LeadingTrivia.FullSpan.Length > 0) && text[text.Length - 1] != ' ')
                text.Append(' ');
            text.Append(token.Text.Replace("\r", string.Empty).Replace('\n', ' '));
            space = token.TrailingTrivia.FullSpan.Length > 0;
        }

        return text.ToString().TrimEnd();
    }
}
