using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Finds the extensions that the server does not have, has in another version, or does not let the role create.</summary>
internal sealed class ExtensionCheck(TargetDatabase target, LeftOutObjects leftOut, PlanFindings findings)
{
    private const string Query = """
        SELECT a.name::pg_catalog.text, a.default_version, COALESCE(v.superuser, true) AND NOT COALESCE(v.trusted, false)
        FROM pg_catalog.pg_available_extensions a
        LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
        WHERE a.name::pg_catalog.text = ANY ($1)
        """;

    public async Task CheckAsync(NpgsqlConnection connection, IReadOnlyList<PlannedEntry> planned, CancellationToken cancellationToken)
    {
        var extensions = planned.Where(p => p.Entry.Kind == ObjectKind.Extension.Name()).ToList();
        if (extensions.Count == 0)
            return;
        var available = await ReadAsync(connection, extensions.Select(e => e.Entry.Name), cancellationToken).ConfigureAwait(false);
        foreach (var (entry, action) in extensions)
        {
            if (action == RestoreAction.Keep)
            {
                var there = target.Catalog.Objects.OfType<Extension>().FirstOrDefault(e => e.Name == entry.Name)?.Version;
                Compare(entry, there, "is installed in the target");
            }
            else if (!available.TryGetValue(entry.Name, out var found))
            {
                var version = entry.ExtensionVersion is { } wanted ? $", in version {wanted}" : "";
                leftOut.Add(
                    entry,
                    PgBackupErrorCodes.DependencyNotFound,
                    $"the server does not have the extension, which the backup uses{version}");
            }
            else
            {
                Compare(entry, found.Version, "is what the server has");
                await CheckRightsAsync(connection, entry, found.IsForSuperusers, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Compare(BackupEntry entry, string? there, string how)
    {
        if (entry.ExtensionVersion is { } wanted && there is not null && there != wanted)
            findings.Warn($"EXTENSION {Sql.Identifier(entry.Name)}: version {there} {how}, and the backup comes from version {wanted}.");
    }

    // Managed servers let their administrators create some that PostgreSQL keeps for superusers.
    private async Task CheckRightsAsync(
        NpgsqlConnection connection, BackupEntry entry, bool isForSuperusers, CancellationToken cancellationToken)
    {
        if (!isForSuperusers || target.Server.IsSuperuser)
            return;
        var trial = $"CREATE EXTENSION IF NOT EXISTS {Sql.Identifier(entry.Name)} WITH SCHEMA pg_catalog";
        if (await Trial.FindRefusalAsync(connection, trial, cancellationToken).ConfigureAwait(false) is { } refusal)
            leftOut.Add(entry, PgBackupErrorCodes.PermissionDenied, refusal);
    }

    private static async Task<Dictionary<string, (string? Version, bool IsForSuperusers)>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = await connection.ReadAsync(
            Query,
            row => (row.GetString(0), (row.IsDBNull(1) ? null : row.GetString(1), row.GetBoolean(2))),
            cancellationToken,
            Parameter.Of(names.ToArray())).ConfigureAwait(false);
        return found.ToDictionary(StringComparer.Ordinal);
    }
}
