using System.Runtime.CompilerServices;
using PgBackup.Backup;
using PgBackup.Formats;

namespace PgBackup.Conversion;

/// <summary>Reads entries with their statements from the original.</summary>
internal sealed class StoredEntries(ContentReader content)
{
    public async IAsyncEnumerable<EntryContent> ReadAsync(
        IEnumerable<BackupEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            var statements = new EntryStatement[entry.Statements.Count];
            for (var i = 0; i < statements.Length; i++)
            {
                var location = entry.Statements[i];
                statements[i] = new EntryStatement(
                    location.Role, await content.ReadStatementAsync(location, cancellationToken).ConfigureAwait(false));
            }

            yield return new EntryContent(entry, statements);
        }
    }
}
