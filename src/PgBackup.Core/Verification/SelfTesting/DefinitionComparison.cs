using PgBackup.Archive;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Stores;

namespace PgBackup.Verification;

/// <summary>Compares the statements of two backups: one of a database, and one of its restored copy.</summary>
internal sealed class DefinitionComparison(BackupRepository repository, IBackupFormat format)
{
    private const int NamedAtMost = 5;

    /// <summary>Compares.</summary>
    /// <returns>What differs, in words.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string original, string copy, CancellationToken cancellationToken)
    {
        var expected = await ReadAsync(original, cancellationToken).ConfigureAwait(false);
        var actual = await ReadAsync(copy, cancellationToken).ConfigureAwait(false);
        var names = expected.Except(actual).Concat(actual.Except(expected)).Select(s => s.Name).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0
            ? []
            : [$"{string.Join(", ", names.Take(NamedAtMost))}{More(names.Count)}: not as in the original."];
    }

    private static string More(int count) => count > NamedAtMost ? $" and {count - NamedAtMost} more" : "";

    private async Task<HashSet<(string Name, string Statement)>> ReadAsync(string backupId, CancellationToken cancellationToken)
    {
        var manifest = await repository.ReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false);
        var content = new ContentReader(
            new ArtifactReader(manifest, (offset, length, token) => repository.OpenArtifactAsync(manifest, offset, length, token)), format);
        var statements = new HashSet<(string, string)>();
        foreach (var entry in manifest.Entries.Where(IsDefinition))
        {
            var name = $"{entry.Kind} {Sql.Qualified(entry.Schema, entry.Name)}";
            foreach (var location in entry.Statements)
                statements.Add((name, await content.ReadStatementAsync(location, cancellationToken).ConfigureAwait(false)));
        }

        return statements;
    }

    // What a backup of definitions alone holds as well.
    private static bool IsDefinition(BackupEntry entry) =>
        entry.Section is BackupSection.PreData or BackupSection.PostData
        && entry.Kind != ObjectKind.MaterializedViewData.Name() && entry.Kind != ObjectKind.LargeObject.Name()
        && (entry.Kind != ObjectKind.Acl.Name() || entry.Dependencies.Count > 0);
}
