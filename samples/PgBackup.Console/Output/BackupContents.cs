using System.Text.Json.Nodes;

namespace PgBackup.ConsoleHost.Output;

/// <summary>What a backup holds, for scripts: the properties of <see cref="BackupInfo"/> and the entries.</summary>
internal static class BackupContents
{
    public static JsonObject ToJson(BackupManifest manifest)
    {
        var contents = Json.ToObject(manifest.Backup);
        contents["libraryVersion"] = manifest.LibraryVersion;
        contents["madeWith"] = manifest.Database is { } database ? Json.ToObject(database) : null;
        contents["segments"] = manifest.Segments.Count;
        contents["entries"] = new JsonArray([.. manifest.Entries.Select(ToJson)]);
        return contents;
    }

    private static JsonObject ToJson(BackupEntry entry) => Json.ToObject(new
    {
        entry.Id,
        entry.Kind,
        entry.Schema,
        entry.Name,
        entry.Owner,
        entry.Section,
        entry.Dependencies,
        entry.Table?.Rows,
        entry.Table?.Bytes,
    });
}
