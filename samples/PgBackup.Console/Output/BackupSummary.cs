namespace PgBackup.ConsoleHost.Output;

/// <summary>A finished backup in a few lines for people.</summary>
internal static class BackupSummary
{
    public static void Write(BackupInfo backup, Terminal terminal)
    {
        foreach (var warning in backup.Warnings)
            terminal.Warning(warning);
        terminal.Success($"Backed up {backup.Database}: {Contents(backup)} in {Quantity.Duration(backup.Duration)}.");
        terminal.Note($"{backup.Artifact}, {Size(backup)}");
    }

    public static string Contents(BackupInfo backup) => $"{Quantity.Count(backup.Tables, "table")}, {Quantity.Count(backup.Rows, "row")}";

    public static string Size(BackupInfo backup) => backup.Compression == BackupCompression.None
        ? Quantity.Bytes(backup.Size)
        : $"{Quantity.Bytes(backup.Size)} ({Name(backup.Compression)}, {Quantity.Bytes(backup.UncompressedSize)} unpacked)";

    public static string Format(BackupInfo backup) => backup.Compression == BackupCompression.None
        ? backup.Format
        : $"{backup.Format}, {Name(backup.Compression)}";

    private static string Name(BackupCompression compression) => compression.ToString().ToLowerInvariant();
}
