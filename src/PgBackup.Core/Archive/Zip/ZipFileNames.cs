using System.Globalization;
using System.Text;

namespace PgBackup.Archive;

/// <summary>Gives each table a file name that every file system takes: <c>SCHEMA.TABLE</c> and an extension.</summary>
/// <remarks>ASCII letters, digits, <c>_</c> and <c>-</c> stay; each other byte of the name's UTF-8 is <c>%XX</c>. Long names are cut; names
/// that are then equal, without regard to case, get <c>~2</c>, <c>~3</c> and so on, in the order of the calls.</remarks>
internal sealed class ZipFileNames(string extension)
{
    private const int MaxLength = 120;

    // Windows takes these for devices, in any folder and whatever follows the first dot.
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul",
        "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _last = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the file name of a table that was not asked for before.</summary>
    public string Next(string schema, string table)
    {
        var schemaPart = Escape(schema);
        var tablePart = Escape(table);
        var name = Compose(schemaPart, tablePart, "");
        if (_given.Add(name))
            return name;

        // The last number is remembered, so that thousands of equal names do not each try all of them.
        var number = _last.GetValueOrDefault(name, 1);
        string numbered;
        do
        {
            number++;
            numbered = Compose(schemaPart, tablePart, string.Create(CultureInfo.InvariantCulture, $"~{number}"));
        }
        while (!_given.Add(numbered));
        _last[name] = number;
        return numbered;
    }

    private static string Escape(string part)
    {
        if (Devices.Contains(part))
            return $"%{(int)part[0]:X2}{part[1..]}";
        var escaped = new StringBuilder(part.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(part))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'_' or (byte)'-')
                escaped.Append((char)unit);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        return escaped.ToString();
    }

    private string Compose(string schema, string table, string number)
    {
        // A long schema leaves half the room to the table's name, which tells more.
        var room = MaxLength - 1 - number.Length - extension.Length;
        var schemaPart = Cut(schema, Math.Max(room / 2, room - table.Length));
        return $"{schemaPart}.{Cut(table, room - schemaPart.Length)}{number}{extension}";
    }

    // No escape is cut in two.
    private static string Cut(string part, int length)
    {
        if (part.Length <= length)
            return part;
        var escape = part.LastIndexOf('%', length - 1, 2);
        return part[..(escape < 0 ? length : escape)];
    }
}
