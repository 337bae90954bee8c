using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Lists the tables whose rows a backup holds.</summary>
internal static class ListBackupTables
{
    public static async Task RunAsync(ApiCall call)
    {
        var manifest = await call.Backups.ReadManifestAsync(call.Id, call.Aborted).ConfigureAwait(false);
        var tables = manifest.Entries
            .Select(e => e.Table)
            .OfType<BackupTable>()
            .Where(t => t.Target == BackupTableTarget.Table)
            .OrderBy(t => t.Schema, StringComparer.Ordinal)
            .ThenBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => new BackupTableResponse
            {
                Schema = t.Schema,
                Name = t.Name,
                Rows = t.Rows,
                Bytes = t.Bytes,
                Filter = t.Filter,
                ContentHash = t.ContentHash,
            });
        var response = new BackupTablesResponse { Tables = [.. tables] };
        await call.WriteAsync(200, response, ApiJson.Default.BackupTablesResponse).ConfigureAwait(false);
    }
}
