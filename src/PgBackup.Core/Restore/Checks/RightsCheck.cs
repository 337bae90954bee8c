using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>Finds the privileges that a role which is no superuser lacks for a restore into a database that exists.</summary>
internal sealed class RightsCheck(RestoreSettings settings, TargetDatabase target, PlanFindings findings)
{
    private const string SchemasQuery = """
        SELECT n.nspname::pg_catalog.text
        FROM pg_catalog.pg_namespace n
        WHERE n.nspname::pg_catalog.text = ANY ($1) AND NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
        """;

    // What a load needs of a table: the lock against writers takes one of three.
    private const string TablesQuery = """
        SELECT c.oid,
               pg_catalog.has_table_privilege(c.oid, 'INSERT') OR pg_catalog.has_any_column_privilege(c.oid, 'INSERT'),
               pg_catalog.has_table_privilege(c.oid, 'SELECT'),
               pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
               pg_catalog.has_table_privilege(c.oid, 'DELETE'),
               pg_catalog.has_table_privilege(c.oid, 'TRUNCATE'),
               pg_catalog.row_security_active(c.oid)
        FROM pg_catalog.pg_class c
        WHERE c.oid = ANY ($1)
        """;

    private readonly string _role = Sql.Identifier(target.Server.Role);

    /// <summary>Checks what is made and dropped.</summary>
    public async Task CheckDefinitionsAsync(
        NpgsqlConnection connection, IEnumerable<BackupEntry> made, IEnumerable<SchemaObject> dropped, CancellationToken cancellationToken)
    {
        if (target.Server.IsSuperuser || target.IsNew)
            return;
        var entries = made.Where(e => e.Identity is not null && e.Relation is null).ToList();
        await CheckDatabaseAsync(connection, entries, cancellationToken).ConfigureAwait(false);
        await CheckSchemasAsync(connection, entries, cancellationToken).ConfigureAwait(false);
        foreach (var item in dropped.Where(o => o is Relation or Sequence))
        {
            if (item.Owner is { } owner && !target.HasPrivilegesOf(owner) && !OwnsSchema(item.Schema))
                RefuseOwner(item.Identity, owner, "drop");
        }
    }

    /// <summary>Checks what tables that stay need for their rows.</summary>
    /// <returns>The tables whose rows the role may see.</returns>
    public async Task<IReadOnlyList<Table>> CheckKeptTablesAsync(
        NpgsqlConnection connection, IReadOnlyList<(BackupEntry Entry, Table Table)> kept, CancellationToken cancellationToken)
    {
        var tables = kept.Select(k => k.Table).ToList();
        if (target.Server.IsSuperuser || target.IsNew || tables.Count == 0)
            return tables;
        var rights = await ReadTablesAsync(connection, tables, cancellationToken).ConfigureAwait(false);
        var altered = target.Catalog.Objects.OfType<RelationPart>()
            .Where(p => p is Trigger or ForeignKey or Rule).Select(p => (SchemaObject)p.Table).ToHashSet();
        foreach (var (entry, table) in kept)
        {
            if (Lacking(rights[table.Address.ObjectId], entry.Table!.LoadThrough is not null) is { Count: > 0 } lacking)
            {
                var grant = $"GRANT {string.Join(", ", lacking)} ON {table.QualifiedName} TO {_role}";
                findings.Refuse(
                    PgBackupErrorCodes.PermissionDenied,
                    table.QualifiedName,
                    $"Role {_role} lacks {string.Join(", ", lacking)} on table {table.QualifiedName}, whose rows are restored. {grant}, "
                    + "or restore as its owner.");
            }

            if (rights[table.Address.ObjectId].IsHidden)
            {
                findings.Refuse(
                    PgBackupErrorCodes.PermissionDenied,
                    table.QualifiedName,
                    $"Row-level security of table {table.QualifiedName} applies to role {_role}, and rows could not be loaded. "
                    + "Restore as its owner, or as a role with BYPASSRLS.");
            }

            if (altered.Contains(table) && table.Owner is { } owner && !target.HasPrivilegesOf(owner))
                RefuseOwner($"TABLE {table.QualifiedName}", owner, "suspend triggers, rules and foreign keys of");
        }

        return [.. tables.Where(t => rights[t.Address.ObjectId].MaySelect)];
    }

    private async Task CheckDatabaseAsync(NpgsqlConnection connection, List<BackupEntry> entries, CancellationToken cancellationToken)
    {
        var needing = entries.Where(e =>
            e.Kind == ObjectKind.Schema.Name() || e.Kind == ObjectKind.Publication.Name()
            || e.Kind == ObjectKind.Extension.Name()).ToList();
        if (needing.Count == 0)
            return;
        const string Query = "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')";
        if ((bool)(await connection.ReadValueAsync(Query, cancellationToken).ConfigureAwait(false))!)
            return;
        var database = Sql.Identifier(target.Server.Database);
        findings.Refuse(
            PgBackupErrorCodes.PermissionDenied,
            $"DATABASE {database}",
            $"Role {_role} lacks CREATE on database {database}, and would create {List(needing)}. "
            + $"GRANT CREATE ON DATABASE {database} TO {_role}.");
    }

    private async Task CheckSchemasAsync(NpgsqlConnection connection, List<BackupEntry> entries, CancellationToken cancellationToken)
    {
        var made = entries.Where(e => e.Kind == ObjectKind.Schema.Name()).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var needing = entries.Where(e => e.Schema is not null && !made.Contains(e.Schema)).ToLookup(e => e.Schema!);
        var lacking = await connection.ReadAsync(
            SchemasQuery, row => row.GetString(0), cancellationToken, Parameter.Of(needing.Select(n => n.Key).ToArray()))
            .ConfigureAwait(false);
        foreach (var name in lacking)
        {
            var schema = Sql.Identifier(name);
            findings.Refuse(
                PgBackupErrorCodes.PermissionDenied,
                $"SCHEMA {schema}",
                $"Role {_role} lacks CREATE on schema {schema}, and would create {List([.. needing[name]])} there. "
                + $"GRANT CREATE ON SCHEMA {schema} TO {_role}.");
        }
    }

    private List<string> Lacking(TableRights rights, bool loadsThroughAnother)
    {
        var lacking = new List<string>();
        if (!rights.MaySelect)
            lacking.Add("SELECT");
        if (!rights.MayInsert && !loadsThroughAnother)
            lacking.Add("INSERT");
        if (settings.ExistingRows == ExistingRowsAction.Merge && !rights.MayUpdate)
            lacking.Add("UPDATE");
        if (settings.ExistingRows == ExistingRowsAction.Replace && !rights.MayDelete)
            lacking.Add("DELETE");
        // For the lock that keeps writers out.
        if (!rights.MayUpdate && !rights.MayDelete && !rights.MayTruncate && !lacking.Contains("UPDATE") && !lacking.Contains("DELETE"))
            lacking.Add("UPDATE");
        return lacking;
    }

    private bool OwnsSchema(string? schema) =>
        target.Catalog.Objects.OfType<Namespace>().FirstOrDefault(n => n.Name == schema)?.Owner is { } owner
        && target.HasPrivilegesOf(owner);

    private void RefuseOwner(string identity, string owner, string verb) => findings.Refuse(
        PgBackupErrorCodes.PermissionDenied,
        identity,
        $"Role {_role} may not {verb} {identity}, which {Sql.Identifier(owner)} owns. "
        + $"GRANT {Sql.Identifier(owner)} TO {_role}, or restore as its owner.");

    private static string List(List<BackupEntry> entries)
    {
        const int NamedAtMost = 5;
        return NameList.Write([.. entries.Select(e => e.Identity!)], NamedAtMost);
    }

    private static async Task<Dictionary<uint, TableRights>> ReadTablesAsync(
        NpgsqlConnection connection, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        var rights = await connection.ReadAsync(
            TablesQuery,
            row => (row.GetFieldValue<uint>(0), new TableRights(
                row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6))),
            cancellationToken,
            Parameter.OfOids(tables.Select(t => t.Address.ObjectId))).ConfigureAwait(false);
        return rights.ToDictionary();
    }

    private readonly record struct TableRights(
        bool MayInsert, bool MaySelect, bool MayUpdate, bool MayDelete, bool MayTruncate, bool IsHidden);
}
