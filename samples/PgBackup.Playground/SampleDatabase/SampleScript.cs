using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PgBackup.Playground;

/// <summary>
/// One of the scripts in <c>Scripts/</c>. Comment lines at its top say what it needs (<c>-- since 14</c>, <c>-- superuser</c>,
/// <c>-- roles</c>, <c>-- extension NAME</c>) and that it may not be split (<c>-- one statement</c>). In its text <c>@rows(N)</c> is
/// N rows times the scale.
/// </summary>
internal sealed partial class SampleScript
{
    private const string Folder = "PgBackup.Playground.SampleDatabase.Scripts.";

    private SampleScript(string name, string text)
    {
        Name = name;
        Text = text;
        foreach (var line in text.Split('\n').TakeWhile(l => l.StartsWith("--", StringComparison.Ordinal)))
        {
            switch (line[2..].Trim().Split(' '))
            {
                case ["since", var major] when int.TryParse(major, CultureInfo.InvariantCulture, out var number):
                    SinceMajor = number;
                    break;
                case ["extension", var extension]:
                    Extensions.Add(extension);
                    break;
                case ["superuser"]:
                    NeedsSuperuser = true;
                    break;
                case ["roles"]:
                    NeedsRoles = true;
                    break;
                case ["one", "statement"]:
                    IsOneStatement = true;
                    break;
            }
        }
    }

    public string Name { get; }

    public string Text { get; }

    public int SinceMajor { get; }

    public bool NeedsSuperuser { get; }

    public bool NeedsRoles { get; }

    public bool IsOneStatement { get; }

    public List<string> Extensions { get; } = [];

    /// <summary>All scripts in the order in which they run.</summary>
    public static IEnumerable<SampleScript> All()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal));
        foreach (var resource in names.Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new SampleScript(resource[Folder.Length..], reader.ReadToEnd());
        }
    }

    public string Scaled(double scale) => Rows().Replace(Text, match =>
    {
        var rows = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return Math.Max(1, (long)Math.Round(rows * scale)).ToString(CultureInfo.InvariantCulture);
    });

    [GeneratedRegex(@"@rows\((\d+)\)")]
    private static partial Regex Rows();
}
