namespace PaperStudy.Reporting;

/// <summary>A table of results.</summary>
/// <param name="Title">What it shows, with the settings.</param>
/// <param name="Columns">The columns' headings.</param>
/// <param name="Rows">The rows, a cell for each column.</param>
/// <param name="Note">How to read it.</param>
internal sealed record StudyTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows, string Note = "");
