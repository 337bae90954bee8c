using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>The entries of the large objects.</summary>
internal sealed record LargeObjectContent(
    IReadOnlyList<EntryDraft> Definitions, IReadOnlyList<(EntryDraft Entry, TableCopy Copy)> Copies, IReadOnlyList<EntryDraft> Privileges);
