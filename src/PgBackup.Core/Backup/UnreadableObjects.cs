using System.Globalization;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Selection;

namespace PgBackup.Backup;

/// <summary>What a role may not read of all that a backup is to hold, and the statements that let it.</summary>
internal sealed class UnreadableObjects
{
    private const int NamedAtMost = 1000;

    private readonly string _role;
    private readonly IReadOnlyList<RelationName> _relations;
    private readonly HashSet<uint> _oids;

    public UnreadableObjects(string role, IReadOnlyList<RelationName> relations, IReadOnlyList<uint> largeObjects)
    {
        _role = Sql.Identifier(role);
        _relations = relations;
        _oids = [.. relations.Select(r => r.Oid)];
        LargeObjects = largeObjects;
    }

    public bool IsEmpty => _relations.Count == 0 && LargeObjects.Count == 0;

    /// <summary>Gets the large objects, in order.</summary>
    public IReadOnlyList<uint> LargeObjects { get; }

    /// <summary>Tells whether the rows of a table, or the position of a sequence, may not be read.</summary>
    public bool Contains(uint relation) => _oids.Contains(relation);

    /// <summary>Finds them; nothing is locked, and only the catalogs are read.</summary>
    public static async Task<UnreadableObjects> FindAsync(
        NpgsqlConnection connection, ServerInfo server, IReadOnlyDictionary<uint, RelationName> relations, BackupSelection selection,
        CancellationToken cancellationToken)
    {
        var unreadable = relations.Values
            .Where(r => r.IsUnreadable)
            .Where(r => selection.Includes(r, relations.GetValueOrDefault) && selection.IncludesData(r, relations.GetValueOrDefault))
            .OrderBy(r => r.Schema, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal).ToList();
        var largeObjects = selection.IncludesLargeObjects
            ? await LargeObjectAccess.ListUnreadableAsync(connection, cancellationToken).ConfigureAwait(false)
            : [];
        return new UnreadableObjects(server.Role, unreadable, largeObjects);
    }

    /// <summary>Makes the error that names all of them.</summary>
    public PgBackupException Exception() => new(
        PgBackupErrorCodes.PermissionDenied,
        $"Role {_role} may not read {string.Join(", ", Groups().Select(g => $"{g.What} {Names(g.Names)}"))}. "
        + $"Let its owner or a superuser run: {string.Join("; ", Remedies())}. "
        + "Or leave tables out with ExcludeData or ExcludeTables, or all of these with SkipUnreadable.")
    {
        ObjectName = Groups().First().Names[0],
    };

    /// <summary>Says what is left out.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var relation in _relations.Where(r => r.Kind == 'r'))
            yield return $"The rows of {Qualified(relation)} are left out: the role may not read them{(relation.CanRead ? " all" : "")}.";
        foreach (var relation in _relations.Where(r => r.Kind == 'S'))
            yield return $"The position of sequence {Qualified(relation)} is left out: the role may not read it.";
        if (LargeObjects.Count > 0)
            yield return $"Left out, as the role may not read them: large objects {Names(LargeObjects.Select(Text).ToList())}.";
    }

    /// <summary>Writes the statements that let the role read all of them.</summary>
    public IEnumerable<string> Remedies()
    {
        foreach (var schema in _relations.Where(r => !r.CanUseSchema).Select(r => r.Schema).Distinct(StringComparer.Ordinal))
            yield return $"GRANT USAGE ON SCHEMA {Sql.Identifier(schema)} TO {_role}";
        foreach (var statement in _relations.Where(r => !r.CanSelect).GroupBy(r => r.Kind).SelectMany(g => Grants(g.Key, [.. g])))
            yield return statement;

        if (_relations.Any(r => r.HidesRows))
            yield return $"ALTER ROLE {_role} BYPASSRLS";
        if (LargeObjects.Count > NamedAtMost)
        {
            yield return "DO $$ DECLARE lo oid; BEGIN FOR lo IN SELECT oid FROM pg_largeobject_metadata LOOP EXECUTE "
                + $"format('GRANT SELECT ON LARGE OBJECT %s TO %s', lo, {Sql.Literal(_role)}); END LOOP; END $$";
        }
        else if (LargeObjects.Count > 0)
        {
            yield return $"GRANT SELECT ON LARGE OBJECT {string.Join(", ", LargeObjects.Select(Text))} TO {_role}";
        }
    }

    // Thousands are granted by their schemas.
    private IEnumerable<string> Grants(char kind, List<RelationName> relations) => relations.Count > NamedAtMost
        ? relations.Select(r => r.Schema).Distinct(StringComparer.Ordinal)
            .Select(s => $"GRANT SELECT ON ALL {(kind == 'S' ? "SEQUENCES" : "TABLES")} IN SCHEMA {Sql.Identifier(s)} TO {_role}")
        : [$"GRANT SELECT ON {(kind == 'S' ? "SEQUENCE " : "")}{string.Join(", ", relations.Select(Qualified))} TO {_role}"];

    private IEnumerable<(string What, List<string> Names)> Groups()
    {
        (string, List<string>)[] groups =
        [
            ("tables", [.. _relations.Where(r => r.Kind == 'r' && !r.CanRead).Select(Qualified)]),
            (
                "all rows (row-level security hides some) of tables",
                [.. _relations.Where(r => r.Kind == 'r' && r.CanRead).Select(Qualified)]),
            ("sequences", [.. _relations.Where(r => r.Kind == 'S').Select(Qualified)]),
            ("large objects", [.. LargeObjects.Select(Text)]),
        ];
        return groups.Where(g => g.Item2.Count > 0);
    }

    private static string Names(List<string> names) => NameList.Write(names, NamedAtMost);

    private static string Qualified(RelationName relation) => Sql.Qualified(relation.Schema, relation.Name);

    private static string Text(uint oid) => oid.ToString(CultureInfo.InvariantCulture);
}
