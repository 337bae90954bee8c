using Npgsql;

namespace PgBackup.Restore;

/// <summary>What the pieces of a restore have in common.</summary>
/// <param name="WorkersKey">The key of an advisory lock that every piece shares while it is under way.</param>
/// <param name="Journal">Where the pieces of one connection write what they make; null where the database is dropped as a whole.</param>
internal sealed record RestorePieces(long WorkersKey, RestoreJournal? Journal)
{
    /// <summary>Makes those of another connection, which notes for itself what it makes.</summary>
    public RestorePieces ForAnotherConnection() => this with { Journal = Journal is null ? null : new RestoreJournal() };

    /// <summary>Notes an entry whose statements are about to run.</summary>
    public void Add(BackupEntry entry) => Journal?.Add(entry);

    /// <summary>Writes what the piece makes into the journal.</summary>
    public Task WriteJournalAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Journal?.WriteAsync(connection, cancellationToken) ?? Task.CompletedTask;
}
