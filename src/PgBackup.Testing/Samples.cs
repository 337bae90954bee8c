using System.Text;

namespace PgBackup.Testing;

/// <summary>Statements, tables and rows that formats stumble over.</summary>
internal static class Samples
{
    private static readonly BackupColumn[] ManyTypes =
    [
        new("id", "bigint"),
        new("a \"quoted\", odd\nname", "text"),
        new("größe", "numeric(10,2)"),
        new("flag", "boolean"),
        new("at", "timestamp with time zone"),
        new("tags", "text[]"),
        new("doc", "jsonb"),
        new("raw", "bytea"),
        new("ratio", "double precision"),
    ];

    // COPY text as servers write it.
    private static readonly string[] ManyRows =
    [
        "1\tplain\t1.50\tt\t2026-01-31 02:00:00+00\t{a,b}\t{\"a\": 1}\t\\\\xdeadbeef\t1.5\n",
        "-9223372036854775808\t\t-0.00\tf\tinfinity\t{}\tnull\t\\\\x\tNaN\n",
        "\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n",
        "2\t\\\\N\t12345678901234567890.12\tt\t0044-03-15 12:00:00+00 BC\t{NULL,\"NULL\",\"\"}\t[1, 2, "
            + "{\"k\": \"v\\\\n\"}]\t\\\\x00\t-Infinity\n",
        "3\t\\\\.\t0.01\tf\t-infinity\t{\"a b\",\"c,d\",\"e\\\\\\\\f\",\"g\\\\\"h\"}\t\"text\"\t\\\\xff\t1e+300\n",
        "4\ttab\\tline\\nreturn\\rback\\\\slash\\b\\v\\f\t1.00\tt\t1999-12-31 23:59:59.999999+00\t[2:3]={x,y}\t"
            + "{\"a\": {\"b\": [true, false]}}\t\\\\x0102\t-0\n",
        "5\tquote \" comma , apostrophe ' percent % semicolon ;\t99.99\tt\t2000-01-01 00:00:00+00\t{{1,2},{3,4}}\t1e400\t\\\\x\t0.1\n",
        "6\tünïcödé 漢字 😀 \u0001\u001f\u007f\u2028\t0.00\tf\t2000-01-01 00:00:00+00\t{é,\"😀 x\"}\t\"\\\\u00e9 é\"\t\\\\x00ff\t5e-324\n",
        "7\t  spaces around  \t1\tt\t2000-01-01 00:00:00+00\t{\" \"}\t{\"a\": \"\\\\\"\"}\t\\\\x\t123456789\n",
    ];

    public static BackupDescription Backup { get; } = new()
    {
        Id = "20260131-020000-0a1b2c3d",
        CreatedAt = new DateTimeOffset(2026, 1, 31, 2, 0, 0, TimeSpan.Zero),
        Database = "shop \"odd\"\nname",
        ServerVersion = "18.1",
        ServerMajor = 18,
        LibraryVersion = "1.0.0",
    };

    public static IReadOnlyList<string> Statements { get; } =
    [
        "SELECT 1",
        "CREATE TABLE public.\"odd \"\"name\" (a text DEFAULT ';')",
        "COMMENT ON TABLE public.t IS 'line 1\nline 2\r\n\ttab \\ backslash \u0001'",
        "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $$ SELECT '{\"a\": [1, null]}'; $$",
        "COMMENT ON SCHEMA public IS 'ünïcödé 漢字 😀 </script> \u2028'",
        "-- a comment at the end",
        new string('x', 200_000),
    ];

    public static IReadOnlyList<(BackupTable Table, byte[] Rows)> Tables { get; } =
    [
        (Table("many types", ManyTypes), Encoding.UTF8.GetBytes(string.Concat(ManyRows))),
        (Table("one column", [new BackupColumn("only", "text")]), "\\N\n\n\\\\.\na\n\\\\N\n"u8.ToArray()),
        (Table("no columns", []), "\n\n\n"u8.ToArray()),
        (Table("large values", [new BackupColumn("n", "integer"), new BackupColumn("t", "text")]), LargeRows()),
        (Table("raw text", [new BackupColumn("n", "integer"), new BackupColumn("t", "text")]) with { HasRawText = true },
            Encoding.Latin1.GetBytes("1\tcaf\u00e9\n2\t\u00ff\u00fe\u0080 \\t\n")),
    ];

    public static BackupEntry Entry(int id) => new()
    {
        Id = id,
        Kind = "TABLE",
        Schema = "public",
        Name = $"odd \"name\"\n{id}",
        Owner = "somebody",
        Section = BackupSection.PreData,
        Identity = $"TABLE public.t{id}",
        Dependencies = id > 1 ? [id - 1] : [],
    };

    private static BackupTable Table(string name, IReadOnlyList<BackupColumn> columns) =>
        new() { Schema = "public", Name = name, Columns = columns };

    private static byte[] LargeRows()
    {
        var rows = new StringBuilder();
        foreach (var length in new[] { 100, 8191, 8192, 8193, 100_000 })
            rows.Append(length).Append('\t').Append('x', length).Append("\"\\\\,\\n").Append('y', length).Append('\n');
        return Encoding.UTF8.GetBytes(rows.ToString());
    }
}
