using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace PgBackup.Playground.Comparison;

/// <summary>
/// A query that reads facts (kind, object, properties as jsonb) from the catalog; it is a file in <c>Queries/</c>.
/// The files use a few abbreviations, so that they stay short and one text serves every server version:
/// <list type="bullet">
/// <item><c>@plain(alias, pg_x)</c>: every column of the row but those that hold OIDs, column numbers, trees or ACLs. Columns that a
/// later version adds are thus compared without being named.</item>
/// <item><c>@id(pg_x, oid)</c>: the qualified name of an object of catalog pg_x.</item>
/// <item><c>@own(pg_x, oid)</c>: the object does not belong to an extension.</item>
/// <item><c>@sorted(array)</c>: a text array as a sorted one, for options whose order means nothing.</item>
/// <item><c>-- since N</c> and <c>-- before N</c> at the end of a line: the line is for such servers only.</item>
/// </list>
/// </summary>
internal sealed partial class CatalogQuery
{
    private const string Folder = "PgBackup.Playground.Comparison.Queries.";

    private const string Prelude = """
        WITH user_schema AS MATERIALIZED (
            SELECT n.oid, n.nspname FROM pg_namespace n
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> ALL ($1)
        ), member AS MATERIALIZED (
            SELECT d.classid, d.objid FROM pg_depend d WHERE d.deptype = 'e'
        ), reference_column AS MATERIALIZED (
            SELECT a.attrelid AS catalog, array_agg(a.attname::text) AS names FROM pg_attribute a
            WHERE a.attrelid < 16384 AND a.attnum > 0 AND a.atttypid IN ('oid'::regtype, 'oid[]'::regtype, 'oidvector'::regtype,
                'xid'::regtype, 'pg_node_tree'::regtype, 'aclitem[]'::regtype, 'int2vector'::regtype, 'int2[]'::regtype)
            GROUP BY a.attrelid
        )
        SELECT q.kind, q.object, q.facts::text FROM (
        """;

    private CatalogQuery(string name, string text)
    {
        Name = name;
        Text = text;
    }

    public string Name { get; }

    /// <summary>The query as it stands in its file.</summary>
    public string Text { get; }

    public static IReadOnlyList<CatalogQuery> All { get; } = Load();

    /// <summary>The statement for a server of the given major; its one parameter is the array of excluded schemas.</summary>
    public string For(int serverMajor)
    {
        var body = new StringBuilder();
        foreach (var line in Text.Split('\n'))
        {
            var gate = Gate().Match(line);
            if (gate.Success)
            {
                var since = int.Parse(gate.Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
                if (gate.Groups["word"].Value == "since" != serverMajor >= since)
                    continue;
            }
            body.AppendLine(line);
        }
        var expanded = Plain().Replace(body.ToString(),
            "(to_jsonb($1) - coalesce((SELECT r.names FROM reference_column r WHERE r.catalog = 'pg_catalog.$2'::regclass), '{}'))");
        expanded = Identity().Replace(expanded,
            "(SELECT o.identity FROM pg_identify_object('pg_catalog.$1'::regclass, nullif($2, 0), 0) o)");
        expanded = Own().Replace(expanded,
            "NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.$1'::regclass AND m.objid = $2)");
        expanded = Sorted().Replace(expanded, "(SELECT array_agg(s ORDER BY s COLLATE \"C\") FROM unnest($1) s)");
        return $"{Prelude}\n{expanded}\n) q (kind, object, facts)";
    }

    private static List<CatalogQuery> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var queries = new List<CatalogQuery>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            queries.Add(new CatalogQuery(resource[Folder.Length..], reader.ReadToEnd()));
        }
        return queries;
    }

    [GeneratedRegex(@"-- (?<word>since|before) (?<major>\d+)\s*$")]
    private static partial Regex Gate();

    [GeneratedRegex(@"@plain\((\w+), (\w+)\)")]
    private static partial Regex Plain();

    [GeneratedRegex(@"@id\((\w+), ([^()]+)\)")]
    private static partial Regex Identity();

    [GeneratedRegex(@"@own\((\w+), ([^()]+)\)")]
    private static partial Regex Own();

    [GeneratedRegex(@"@sorted\(([^()]+)\)")]
    private static partial Regex Sorted();
}
