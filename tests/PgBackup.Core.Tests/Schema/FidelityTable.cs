using System.Globalization;
using System.Text;
using PgBackup.Playground.Servers;

namespace PgBackup.Tests.Schema;

/// <summary>Counts the objects that came back equal, by kind and major, and puts the table into the file that
/// <c>PGBACKUP_FIDELITY</c> names, between its two markers. Unset, nothing is written.</summary>
public sealed class FidelityTable : IDisposable
{
    public const string Variable = "PGBACKUP_FIDELITY";
    public const string Begin = "<!-- measured -->\n";
    public const string End = "<!-- end of measured -->\n";

    // The server's own, nearly all of them unchanged.
    private const string SystemKind = "privileges of system object";

    private readonly SortedDictionary<string, Dictionary<int, int>> _counts = new(StringComparer.Ordinal);

    /// <summary>Adds the objects of a database whose copies are equal.</summary>
    public void Add(int major, IReadOnlyDictionary<string, int> objects)
    {
        foreach (var (kind, count) in objects.Where(o => o.Key != SystemKind))
        {
            if (!_counts.TryGetValue(kind, out var majors))
                _counts.Add(kind, majors = []);
            majors[major] = majors.GetValueOrDefault(major) + count;
        }
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
            return;
        var text = File.ReadAllText(path);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{path} has no place for the table: it must hold the lines {Begin} and {End}.");
        File.WriteAllText(path, text[..(begin + Begin.Length)] + Write() + text[end..]);
    }

    private string Write()
    {
        var majors = Enumerable.Range(PostgresMajors.Oldest, PostgresMajors.Newest - PostgresMajors.Oldest + 1).ToList();
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"| kind | {string.Join(" | ", majors)} |\n");
        table.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(majors.Select(_ => "---:|"))}\n");
        foreach (var (kind, counts) in _counts)
        {
            var cells = majors.Select(
                major => counts.TryGetValue(major, out var count) ? count.ToString(CultureInfo.InvariantCulture) : "–");
            table.Append(CultureInfo.InvariantCulture, $"| {kind} | {string.Join(" | ", cells)} |\n");
        }

        return table.ToString();
    }
}
