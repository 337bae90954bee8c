using System.Text;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Finds what a newer major does not take any more: writes it so that it does where that means the same, else refuses.</summary>
internal sealed class NewerServerCheck(int source, int there, IReadOnlyDictionary<int, BackupEntry> entries, PlanFindings findings)
    : IStatementCheck
{
    private const int LongestName = 63;

    private static readonly HashSet<string> Polymorphic = new(StringComparer.Ordinal)
    {
        "array_append", "array_cat", "array_position", "array_positions", "array_prepend", "array_remove", "array_replace", "width_bucket",
    };

    private readonly HashSet<int> _partitions =
    [
        .. entries.Values.Where(e => e.Kind == ObjectKind.TableAttach.Name() && e.Relation is not null).Select(e => e.Relation!.Value),
    ];

    private readonly ILookup<int, BackupEntry> _parts = entries.Values.Where(e => e.Relation is not null).ToLookup(e => e.Relation!.Value);
    private readonly HashSet<string> _removedFunctions = new(RemovedFunctions.Between(source, there), StringComparer.Ordinal);
    private readonly GeneratedColumns _generated = new();

    public void See(SurveyedEntry entry)
    {
        var kind = entry.Entry.Kind;
        if (kind == ObjectKind.Table.Name())
            SeeTable(entry);
        else if (kind == ObjectKind.TableAttach.Name())
            _generated.Attach(entry.Entry, entries);
        else if (kind == ObjectKind.Sequence.Name() && source < 17 && there >= 17)
            SeeIdentity(entry);
        else if (source < 14 && (kind == ObjectKind.Operator.Name() || kind == ObjectKind.Aggregate.Name()))
            SeeBefore14(entry);
        if (kind != ObjectKind.Function.Name() && kind != ObjectKind.Procedure.Name() && _removedFunctions.Count > 0)
            SeeFunctions(entry);
    }

    public void Complete()
    {
        if (source >= 16 || there < 16)
            return;
        foreach (var (table, column, parent) in _generated.UnderPlainParents())
        {
            Refuse(
                $"TABLE {table}",
                $"column {Sql.Identifier(column)} is generated and that of its parent {parent} is not, which 16 and newer do not take",
                "Make it a plain column, or take the table away from its parent, before the backup.");
        }
    }

    private void SeeTable(SurveyedEntry entry)
    {
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            var text = entry.Statements[i].Text;
            if (entry.Statements[i].Role != StatementRole.Definition)
                continue;
            if (text.StartsWith("CREATE ", StringComparison.Ordinal))
                entry.ReplaceIfOther(i, SeeCreate(entry.Entry, text));
            else if (text.Contains(" INHERIT ", StringComparison.Ordinal))
                _generated.Inherit(entry.Entry, text[(text.LastIndexOf(" INHERIT ", StringComparison.Ordinal) + 9)..]);
            if (there >= 18 && source < 18 && text.EndsWith(" DROP NOT NULL", StringComparison.Ordinal))
            {
                Refuse(
                    entry.Entry.Identity!,
                    "a column takes nulls and that of its parent does not, which 18 and newer do not take",
                    "Before the backup, set NOT NULL on the table's column, or drop it from the parent's.");
            }
        }
    }

    private string SeeCreate(BackupEntry entry, string text)
    {
        var table = new TableText(text);
        _generated.Add(entry, table);
        if (there < 18 || source >= 18)
            return text;
        text = NameNotNulls(entry, table, text);
        const string Unlogged = "CREATE UNLOGGED TABLE ";
        if (!table.IsPartitioned || !text.StartsWith(Unlogged, StringComparison.Ordinal))
            return text;
        // It meant nothing: a partitioned table has no rows, and its partitions say it for themselves.
        findings.Warn(
            $"{entry.Identity} is made without UNLOGGED, which {there} does not take for partitioned tables and meant nothing there.");
        return string.Concat("CREATE TABLE ", text.AsSpan(Unlogged.Length));
    }

    // From 18 on, NOT NULL is a constraint, whose name the server chooses and a constraint that comes later may have.
    private string NameNotNulls(BackupEntry entry, TableText table, string text)
    {
        var taken = _parts[entry.Id]
            .Where(e => e.Kind == ObjectKind.CheckConstraint.Name() || e.Kind == ObjectKind.Constraint.Name()
                || e.Kind == ObjectKind.ForeignKey.Name())
            .Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var column in Enumerable.Reverse(table.Columns))
        {
            var name = DefaultName(entry.Name, column.Name);
            if (column.NotNull is not { } position || !taken.Contains(name))
                continue;
            var free = Enumerable.Range(1, int.MaxValue).Select(n => $"{Cut(name, LongestName - 10)}{n}").First(n => !taken.Contains(n));
            taken.Add(free);
            text = text.Insert(position, $"CONSTRAINT {Sql.Identifier(free)} ");
        }

        return text;
    }

    // As the server does: the longer of both parts is cut until the whole fits.
    private static string DefaultName(string table, string column)
    {
        var room = LongestName - "__not_null".Length;
        var (first, second) = (Encoding.UTF8.GetByteCount(table), Encoding.UTF8.GetByteCount(column));
        while (first + second > room)
        {
            if (first > second)
                first--;
            else
                second--;
        }

        return $"{Cut(table, first)}_{Cut(column, second)}_not_null";
    }

    private static string Cut(string name, int bytes)
    {
        var length = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > bytes)
            length--;
        return name[..length];
    }

    private void SeeIdentity(SurveyedEntry entry)
    {
        if (!entry.Entry.Dependencies.Any(_partitions.Contains)
            || !entry.Statements.Any(s => s.Text.Contains(" AS IDENTITY", StringComparison.Ordinal)))
            return;
        var partition = entries[entry.Entry.Dependencies.First(_partitions.Contains)];
        Refuse(
            partition.Identity ?? partition.Name,
            "it is a partition with an identity column of its own, which 17 and newer do not take",
            $"ALTER TABLE {Sql.Qualified(partition.Schema, partition.Name)} ALTER COLUMN … DROP IDENTITY before the backup; the "
            + "partitioned table can have it.");
    }

    private void SeeBefore14(SurveyedEntry entry)
    {
        var text = entry.Statements[0].Text;
        var tokens = SqlTokens.Read(text);
        if (entry.Entry.Kind == ObjectKind.Operator.Name() && tokens.Exists(t => t.Is(text, "LEFTARG"))
            && !tokens.Exists(t => t.Is(text, "RIGHTARG")))
        {
            Refuse(
                entry.Entry.Identity ?? entry.Title,
                "it is a postfix operator, which 14 and newer do not have",
                "Use a function in its place.");
        }
        else if (tokens.Find(t => Polymorphic.Contains(t.Name(text))) is { Length: > 0 } function
            && tokens.Exists(t => t.Name(text) is "anyarray" or "anyelement"))
        {
            Refuse(
                entry.Entry.Identity ?? entry.Title,
                $"it uses {function.Name(text)} with anyarray or anyelement, and 14 and newer have it with anycompatiblearray and "
                + "anycompatible",
                "Declare it with those types before the backup (13 takes them too), or drop it.");
        }
    }

    private void SeeFunctions(SurveyedEntry entry)
    {
        foreach (var (role, text) in entry.Statements)
        {
            if (role != StatementRole.Definition || !_removedFunctions.Any(f => text.Contains(f, StringComparison.Ordinal)))
                continue;
            var tokens = SqlTokens.Read(text);
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                var isOther = i > 1 && text[tokens[i - 1].Start] == '.' && tokens[i - 2].Name(text) != "pg_catalog";
                if (tokens[i].Kind != SqlTokenKind.Word || text[tokens[i + 1].Start] != '(' || isOther
                    || !_removedFunctions.Contains(tokens[i].Name(text)))
                    continue;
                Refuse(
                    entry.Entry.Identity ?? entry.Title,
                    $"it uses the function {tokens[i].Name(text)}, which {there} does not have any more",
                    "Change it before the backup, or drop it.");
                return;
            }
        }
    }

    private void Refuse(string name, string why, string wayOut) => findings.Refuse(
        PgBackupErrorCodes.ServerNotSupported, name, $"{name} cannot go from PostgreSQL {source} to {there}: {why}. {wayOut}");
}
