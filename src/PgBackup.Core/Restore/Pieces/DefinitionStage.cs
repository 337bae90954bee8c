namespace PgBackup.Restore;

/// <summary>Some of the definitions that a restore begins with: either in order, or shared by workers.</summary>
/// <param name="Entries">What is made in order; nothing where <paramref name="Shared"/> has steps.</param>
/// <param name="Shared">What workers share.</param>
internal sealed record DefinitionStage(IReadOnlyList<BackupEntry> Entries, IReadOnlyList<WorkNode> Shared);
