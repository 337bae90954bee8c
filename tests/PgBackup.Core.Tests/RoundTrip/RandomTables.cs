using System.Globalization;

namespace PgBackup.Tests.RoundTrip;

/// <summary>Tables and rows at random: any types beside each other, and in each the values that are hard to write down.</summary>
internal sealed class RandomTables(int seed)
{
    /// <summary>Makes the types that columns may have. The schema's name wants quotes.</summary>
    public const string Types = """
        CREATE SCHEMA "r t";
        CREATE TYPE "r t".mood AS ENUM ('sad', 'so so', 'q"\', '', 'NULL', E'l\nf');
        CREATE TYPE "r t".pair AS (a int, "b c" text);
        CREATE TYPE "r t"."json" AS (j json, t text[]);
        CREATE DOMAIN "r t".code AS text CHECK (length(VALUE) < 100000);
        CREATE DOMAIN "r t".amount AS numeric(12,3);
        CREATE DOMAIN "r t".flags AS boolean[];
        CREATE TYPE "r t".span AS RANGE (SUBTYPE = "r t".amount);
        """;

    private static readonly string[] Pieces =
    [
        "a", "NULL", "null", "\"", "\\", "\\N", "\\.", "\\x41", "\\u0041", "{", "}", ",", ";", " ", "\t", "\n", "\r", "\r\n",
        "\v", "\f", "\b", "\u0001", "\u001f",
        "\u007f", "\u0085", "é", "\u2028", "\ufeff", "\ufffe", "日本",
        "🙂", "'", "/", "<", "(", ")", "[", "]", ":", "=1+1", "true", "1e5", "-", "$1", "--",
    ];

    private static readonly string[] Moods = ["sad", "so so", "q\"\\", "", "NULL", "l\nf"];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Func<string>> _values = [];

    /// <summary>Gives a table of that name with columns of any types, and its rows as text that the types read.</summary>
    public (BackupTable Table, string Definition, IReadOnlyList<string?[]> Rows) Next(string name)
    {
        var types = Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Type()).ToList();
        var table = new BackupTable
        {
            Schema = "r t",
            Name = name,
            Columns = [.. types.Select((type, i) => new BackupColumn($"{i}{Pick("", "\"", " ", "é", "\n", ",", "\\")}", type))],
        };
        var columns = string.Join(", ", table.Columns.Select(c => $"{Quoted(c.Name)} {c.Type}"));
        var rows = Enumerable.Range(0, _random.Next(0, 60))
            .Select(_ => types.Select(type => _random.Next(6) == 0 ? null : Value(type)).ToArray()).ToList();
        return (table, $"CREATE TABLE \"r t\".{Quoted(name)} ({columns})", rows);
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string Type()
    {
        var type = Pick([.. Scalars().Keys]);
        return type != "\"r t\".flags" && _random.Next(3) == 0 ? type + "[]" : type;
    }

    private string Value(string type) =>
        type.EndsWith("[]", StringComparison.Ordinal) ? Array(Scalars()[type[..^2]], type == "box[]" ? ';' : ',') : Scalars()[type]();

    private Dictionary<string, Func<string>> Scalars()
    {
        if (_values.Count > 0)
            return _values;
        _values["boolean"] = () => Pick("t", "f");
        _values["smallint"] = () => Pick("-32768", "32767", Number(_random.Next(-99, 99)));
        _values["integer"] = () => Pick("-2147483648", "2147483647", Number(_random.Next()));
        _values["bigint"] = () => Pick("9223372036854775807", "-9007199254740993", Number(_random.NextInt64() >> _random.Next(64)));
        _values["oid"] = () => Pick("4294967295", Number(_random.Next()));
        _values["numeric"] = () => Pick("NaN", "0.000", Decimal(), Decimal(), "1e" + _random.Next(-300, 300));
        _values["numeric(20,4)"] = () => Number(_random.NextInt64() % 1_000_000_000_000) + "." + _random.Next(10000);
        _values["real"] = () => Pick("NaN", "-Infinity", "-0", "1e-45", "3.4028235e38", Floating((float)_random.NextDouble()));
        _values["double precision"] = () => Pick("NaN", "Infinity", "-0", "5e-324", "1e22", Floating(_random.NextDouble()), Decimal());
        _values["money"] = () => Number(_random.Next(-99, 99)) + ".05";
        _values["text"] = Text;
        _values["character varying(20)"] = () => Cut(Text(), 20);
        _values["character(6)"] = () => Cut(Text(), 6);
        _values["name"] = () => Cut(Text(), 15);
        _values["\"char\""] = () => Pick("a", "\\", "\"", " ", ",", "");
        _values["bytea"] = () => "\\x" + Convert.ToHexString(Bytes(_random.Next(30)));
        _values["uuid"] = () => new Guid(Bytes(16)).ToString();
        _values["date"] = () => Pick("infinity", "4713-01-01 BC", "5874897-12-31", $"{_random.Next(1, 9999):0000}-02-28");
        _values["time"] = () => Pick("24:00",
            $"{_random.Next(24)}:{_random.Next(60)}:{_random.Next(60)}.{_random.Next(1_000_000)}");
        _values["timestamp(3)"] = () => Pick("-infinity", "294276-12-31 23:59:59",
            $"{_random.Next(1, 9999):0000}-01-02 03:04:05.{_random.Next(1000)}");
        _values["timestamp with time zone"] = () => Pick("infinity",
            "0044-03-15 12:00:00+00 BC",
            $"{_random.Next(1900, 2100)}-07-02 03:04:05.678901+05:30");
        _values["interval"] = () =>
            $"{_random.Next(-99, 99)} mons {_random.Next(-99, 99)} days {_random.Next(-99, 99)}.{_random.Next(1_000_000)} secs";
        _values["json"] = () => Space() + Json(0, "\\u0000") + Space();
        _values["jsonb"] = () => Json(0, "\\u0001");
        _values["inet"] = () => Pick("::1/64", "ffff::/12", $"10.{_random.Next(256)}.0.1/8", "0.0.0.0");
        _values["macaddr"] = () => Convert.ToHexString(Bytes(6));
        _values["bit varying"] = () => string.Concat(Enumerable.Range(0, _random.Next(70)).Select(_ => Pick("0", "1")));
        _values["tsvector"] = () => Pick("", "'a b':1A,2 'c''d':3", "'\"':1 '\\\\':2 '{}':3");
        _values["point"] = () => $"({Floating(_random.NextDouble())},{Pick("NaN", "-0", "1e300")})";
        _values["box"] = () => $"({_random.Next(9)},{_random.Next(9)}),({_random.Next(9)},1.5)";
        _values["int4range"] = () => Pick("empty", "(,)", $"[{_random.Next(99)},{_random.Next(99, 999)})");
        _values["tstzrange"] = () => Pick("empty", "[\"2020-01-01 00:00:00+00\",infinity]", "(,\"1999-12-31 12:00:00+01\")");
        _values["\"r t\".mood"] = () => Pick(Moods);
        _values["\"r t\".pair"] = () => Composite(Pick("", Number(_random.Next())), Pick("", Quote(Text())));
        _values["\"r t\".\"json\""] = () => Composite(Quote(Json(0, "\\u0000")), Quote(Array(Text, ',')));
        _values["\"r t\".code"] = Text;
        _values["\"r t\".amount"] = () => Number(_random.Next(1_000_000_000)) + "." + _random.Next(1000);
        _values["\"r t\".flags"] = () => Array(() => Pick("t", "f"), ',');
        _values["\"r t\".span"] = () => Pick("empty", "(,)", $"[{_random.Next(99)}.5,{_random.Next(99, 999)})");
        return _values;
    }

    // One dimension or two, bounds of its own or not.
    private string Array(Func<string> element, char delimiter)
    {
        var count = _random.Next(4);
        if (count == 0)
            return "{}";
        var row = () => "{"
            + string.Join(delimiter, Enumerable.Range(0, count).Select(_ => _random.Next(5) == 0 ? "NULL" : Quote(element()))) + "}";
        return _random.Next(5) switch
        {
            0 => "{" + row() + delimiter + row() + "}",
            1 => $"[-2:{count - 3}]={row()}",
            2 => $"[0:0][5:{count + 4}]={{{row()}}}",
            _ => row(),
        };
    }

    private static string Composite(params string[] fields) => "(" + string.Join(',', fields) + ")";

    private static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    // Some are as long as what encoders hold back, or as a piece of the stream.
    private string Text() => _random.Next(60) switch
    {
        0 => new string('x', Pick(4096, 8192, 16384) + _random.Next(-3, 4)),
        1 => string.Concat(Enumerable.Range(0, 3000).Select(_ => Pick(Pieces))),
        _ => string.Concat(Enumerable.Range(0, _random.Next(5)).Select(_ => Pick(Pieces))),
    };

    private static string Cut(string text, int length)
    {
        var info = new StringInfo(text);
        return info.LengthInTextElements * 2 <= length && text.Length <= length ? text : "cut";
    }

    private string Decimal() =>
        Pick("", "-") + Number(_random.NextInt64() >> _random.Next(63))
            + (_random.Next(2) == 0 ? "" : "." + Number(_random.NextInt64() >> _random.Next(63)) + "0");

    private string Json(int depth, string hostile) => _random.Next(depth > 4 ? 5 : 8) switch
    {
        0 => "null",
        1 => Pick("true", "false", "1.50", "-0", "12345678901234567890.5", "1E+05"),
        2 => "{" + Space() + "}",
        3 or 4 => "\""
            + string.Concat(Enumerable.Range(0, _random.Next(5))
                .Select(_ => Pick("a", "\\\"", "\\\\", "\\n", hostile, "\\ud83d\\ude42", "é", "{", "]", ",", " "))) + "\"",
        5 => "["
            + string.Join(Space() + "," + Space(), Enumerable.Range(0, _random.Next(4)).Select(_ => Json(depth + 1, hostile)))
            + Space() + "]",
        _ => "{"
            + string.Join("," + Space(), Enumerable.Range(0, _random.Next(1, 4))
                .Select(i => $"\"{Pick("k", "", "\\\"", "}")}\"{Space()}:{Space()}{Json(depth + 1, hostile)}")) + "}",
    };

    private string Space() => _random.Next(3) == 0 ? Pick(" ", "\n", "\t ", "\r\n") : "";

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Floating(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
