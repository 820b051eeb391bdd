using System.Globalization;
using System.Xml.Linq;

namespace PaperStudy.Reporting;

/// <summary>The study as one page: nothing is loaded from elsewhere, and it may be printed.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 78rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
        h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #d0d7de; }
        table { border-collapse: collapse; margin: .5rem 0; font-size: 13px; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { border: 1px solid #d0d7de; padding: .15rem .5rem; text-align: right; } th:first-child, td:first-child { text-align: left; }
        th { background: #f3f5f7; } figure { margin: 1rem 0; break-inside: avoid; } figure img { max-width: 100%; }
        figcaption, .note { color: #57606a; font-size: 14px; } tr { break-inside: avoid; }
        @media print { body { margin: 0; font-size: 11px; } nav { display: none; } }
        """;

    /// <param name="report">What was found.</param>
    /// <param name="pictures">A PNG for the name of each chart.</param>
    public static string Write(StudyReport report, IReadOnlyDictionary<string, byte[]> pictures)
    {
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement("head", new XElement("meta", new XAttribute("charset", "utf-8")), new XElement("title", "Sparse gradients: a study"), new XElement("style", Style)),
            new XElement(
                "body",
                new XElement("h1", "Sparse gradients: what the policies do to training and to time"),
                new XElement("p", StudyText.About(report)),
                new XElement("nav", new XElement("ul", report.Sections.Select(section => new XElement("li", new XElement("a", new XAttribute("href", "#" + section.Name), section.Title))))),
                report.Sections.Select(section => Section(section, pictures))));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.None) + "\n";
    }

    private static XElement Section(SectionReport section, IReadOnlyDictionary<string, byte[]> pictures) => new(
        "section",
        new XAttribute("id", section.Name),
        new XElement("h2", section.Title),
        new XElement("p", section.Text),
        section.Tables.Select(Table),
        section.Charts.Select(chart => new XElement(
            "figure",
            new XElement("img", new XAttribute("alt", chart.Title), new XAttribute("src", "data:image/png;base64," + Convert.ToBase64String(pictures[chart.Name]))),
            new XElement("figcaption", chart.Caption))),
        new XElement("p", new XAttribute("class", "note"), string.Create(CultureInfo.InvariantCulture, $"This section took {section.Seconds:0} seconds.")));

    private static object[] Table(StudyTable table) =>
    [
        new XElement(
            "table",
            new XElement("caption", table.Title),
            new XElement("thead", new XElement("tr", table.Columns.Select(column => new XElement("th", column)))),
            new XElement("tbody", table.Rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", cell.Text)))))),
        new XElement("p", new XAttribute("class", "note"), table.Note),
    ];
}
