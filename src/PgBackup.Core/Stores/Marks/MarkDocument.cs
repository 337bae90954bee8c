namespace PgBackup.Stores;

/// <summary>What a mark's file tells whoever opens it; the library itself goes by the name.</summary>
internal sealed record MarkDocument(
    string BackupId, string Mark, DateTimeOffset At, string Host, string LibraryVersion, IReadOnlyList<string>? Problems);
