using PgBackup.Formats;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>What all that carries out a restore's plan has in common.</summary>
internal sealed record RestoreContext
{
    public required BackupManifest Manifest { get; init; }

    public required ContentReader Content { get; init; }

    public required DatabaseConnector Connector { get; init; }

    public required RestoreSettings Settings { get; init; }

    public required InternalPlan Plan { get; init; }

    public required RestoreNotes Notes { get; init; }

    public required RestoreProgressReporter Reporter { get; init; }

    public ServerVersion Server => Plan.Target.Server.Version;

    /// <summary>Gets the entries that there is something to do for, in order.</summary>
    public IReadOnlyList<BackupEntry> Work => field ??= [.. Plan.Entries.Where(e => e.Action != RestoreAction.Keep).Select(e => e.Entry)];
}
