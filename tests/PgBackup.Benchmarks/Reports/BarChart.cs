using System.Globalization;
using System.Xml.Linq;
using PgBackup.Benchmarks.Contests;

namespace PgBackup.Benchmarks.Reports;

/// <summary>Draws wall times as horizontal bars, as a picture in SVG.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int LabelWidth = 210;
    private const int ValueWidth = 70;
    private const int BarHeight = 16;
    private const int RowHeight = 22;
    private const int TitleHeight = 34;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XDocument Draw(IReadOnlyList<ContestResult> results, string caption)
    {
        var height = results.Sum(r => TitleHeight + (RowHeight * r.Contest.Contenders.Count)) + TitleHeight;
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"),
            new XAttribute("width", Width),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", 12),
            new XElement(Svg + "title", caption),
            new XElement(
                Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#ffffff")));
        var y = 0;
        foreach (var result in results)
        {
            picture.Add(
                Text($"{result.DataSet}: {result.Contest.Work} (seconds, median)", 8, y + 22, new XAttribute("font-weight", "bold")));
            y += TitleHeight;
            var slowest = result.Contest.Contenders.Max(c => result.MedianOf(c.Name).Wall.TotalSeconds);
            foreach (var contender in result.Contest.Contenders)
            {
                var seconds = result.MedianOf(contender.Name).Wall.TotalSeconds;
                var length = (Width - LabelWidth - ValueWidth) * seconds / slowest;
                picture.Add(
                    Text(contender.Name, LabelWidth - 8, y + 12, new XAttribute("text-anchor", "end")),
                    new XElement(
                        Svg + "rect",
                        new XAttribute("x", LabelWidth),
                        new XAttribute("y", y),
                        new XAttribute("width", Number(length)),
                        new XAttribute("height", BarHeight),
                        new XAttribute("fill", IsPeer(contender) ? "#9aa5b1" : "#2f6f9f")),
                    Text(Number(seconds), LabelWidth + length + 6, y + 12));
                y += RowHeight;
            }
        }

        picture.Add(Text(caption, 8, y + 22, new XAttribute("fill", "#52606d")));
        return new XDocument(picture);
    }

    private static bool IsPeer(Contender contender) => contender.Name.StartsWith("pg_", StringComparison.Ordinal)
        || contender.Name.StartsWith("psql", StringComparison.Ordinal);

    private static XElement Text(string text, double x, double y, params object[] attributes) =>
        new(Svg + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), attributes, text);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
