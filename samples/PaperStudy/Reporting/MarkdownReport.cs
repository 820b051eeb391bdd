using System.Text;

namespace PaperStudy.Reporting;

/// <summary>The study's tables in Markdown, for documents to quote.</summary>
internal static class MarkdownReport
{
    public static string Write(StudyReport report)
    {
        var text = new StringBuilder();
        text.Append(StudyText.About(report)).Append('\n');
        foreach (var section in report.Sections)
        {
            text.Append($"\n## {section.Title}\n\n{section.Text}\n");
            foreach (var table in section.Tables) Append(text, table);
            foreach (var chart in section.Charts) text.Append($"\n`{chart.Name}.png`: {chart.Title}. {chart.Caption}\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, StudyTable table)
    {
        text.Append($"\n**{table.Title}**\n\n");
        Line(table.Columns);
        Line(table.Columns.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (var row in table.Rows) Line(row.Select(cell => cell.Text));
        if (table.Note.Length > 0) text.Append($"\n{table.Note}\n");

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }
}
