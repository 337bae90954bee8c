using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Refuses a server that is older than the one of the backup, and lists what it does not know.</summary>
/// <remarks>Statements are written for the server that made the backup; newer ones understand them, older ones may not.</remarks>
internal sealed class OlderServerCheck(int source, int there, string database, PlanFindings findings) : IStatementCheck
{
    // What statements of ours say, by the major that brought it.
    private static readonly (int Since, string Feature, string[] Words)[] Features =
    [
        (14, "multirange types", ["multirange_type_name"]),
        (14, "compression of columns", ["SET", "COMPRESSION"]),
        (14, "function bodies that are parsed", ["BEGIN", "ATOMIC"]),
        (14, "procedures with OUT parameters", []),
        (14, "subscripts of types", ["SUBSCRIPT"]),
        (15, "NULLS NOT DISTINCT", ["NULLS", "NOT", "DISTINCT"]),
        (15, "views with the invoker's rights", ["security_invoker"]),
        (15, "publications of schemas", ["TABLES", "IN", "SCHEMA"]),
        (15, "foreign keys that set some columns", ["ON", "DELETE", "SET", "NULL", "("]),
        (15, "foreign keys that set some columns", ["ON", "DELETE", "SET", "DEFAULT", "("]),
        (15, "columns and filters of published tables", []),
        (16, "rules of ICU collations", ["rules", "="]),
        (17, "collations of the provider builtin", ["provider", "=", "builtin"]),
        (17, "the privilege MAINTAIN", ["MAINTAIN"]),
        (17, "event triggers on login", ["ON", "login"]),
        (18, "virtual generated columns", []),
        (18, "constraints that are not enforced", ["NOT", "ENFORCED"]),
        (18, "temporal keys", ["WITHOUT", "OVERLAPS"]),
        (18, "temporal foreign keys", ["PERIOD"]),
        (18, "NOT NULL that is not inherited", ["NOT", "NULL", "NO", "INHERIT"]),
        (18, "names of NOT NULL constraints", []),
    ];

    private readonly SortedDictionary<string, List<string>> _found = new(StringComparer.Ordinal);

    public void See(SurveyedEntry entry)
    {
        foreach (var (_, text) in entry.Statements)
        {
            var tokens = SqlTokens.Read(text);
            foreach (var (since, feature, words) in Features)
            {
                if (since <= there || since > source)
                    continue;
                if (words.Length > 0 ? Contains(text, tokens, words) : Has(entry.Entry, since, feature, text, tokens))
                    Add(since, feature, entry);
            }
        }
    }

    public void Complete()
    {
        findings.Refuse(
            PgBackupErrorCodes.ServerNotSupported,
            database,
            $"The backup was made on PostgreSQL {source} and the target is {there}. Restore into {source} or newer.");
        foreach (var (feature, objects) in _found)
        {
            findings.Refuse(
                PgBackupErrorCodes.ServerNotSupported,
                objects[0],
                $"PostgreSQL {there} does not know {feature}, which the backup uses in {string.Join(", ", objects)}.");
        }
    }

    private static bool Has(BackupEntry entry, int since, string feature, string text, List<SqlToken> tokens) => (since, feature) switch
    {
        (15, _) => entry.Kind == ObjectKind.PublicationTable.Name() && Contains(text, tokens, ["("]),
        (14, _) => entry.Kind == ObjectKind.Procedure.Name() && Contains(text, tokens, ["OUT"]),
        (18, "virtual generated columns") => IsVirtual(text, tokens),
        (18, _) => entry.Kind == ObjectKind.Table.Name() && IsNamedNotNull(text, tokens),
        _ => false,
    };

    // One that is stored says so behind its expression.
    private static bool IsVirtual(string text, List<SqlToken> tokens)
    {
        for (var i = 0; i + 3 < tokens.Count; i++)
        {
            if (!tokens[i].Is(text, "GENERATED") || !tokens[i + 2].Is(text, "AS") || text[tokens[i + 3].Start] != '(')
                continue;
            var end = tokens.FindIndex(i + 4, t => t.Depth == tokens[i + 3].Depth);
            if (end >= 0 && (end + 1 >= tokens.Count || !tokens[end + 1].Is(text, "STORED")))
                return true;
        }

        return false;
    }

    private static bool IsNamedNotNull(string text, List<SqlToken> tokens)
    {
        for (var i = 0; i + 3 < tokens.Count; i++)
        {
            if (tokens[i].Is(text, "CONSTRAINT") && tokens[i + 2].Is(text, "NOT") && tokens[i + 3].Is(text, "NULL"))
                return true;
        }

        return false;
    }

    private static bool Contains(string text, List<SqlToken> tokens, string[] words)
    {
        for (var i = 0; i + words.Length <= tokens.Count; i++)
        {
            var matches = true;
            for (var j = 0; matches && j < words.Length; j++)
            {
                var token = tokens[i + j];
                matches = token.Kind is SqlTokenKind.Word or SqlTokenKind.Symbol
                    && text.AsSpan(token.Start, token.Length).SequenceEqual(words[j]);
            }

            if (matches)
                return true;
        }

        return false;
    }

    private void Add(int since, string feature, SurveyedEntry entry)
    {
        var name = $"{feature} (new in {since})";
        if (!_found.TryGetValue(name, out var objects))
            _found.Add(name, objects = []);
        var what = entry.Entry.Identity ?? entry.Title;
        if (!objects.Contains(what))
            objects.Add(what);
    }
}
