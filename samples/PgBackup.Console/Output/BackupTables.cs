using Spectre.Console;
using Spectre.Console.Rendering;

namespace PgBackup.ConsoleHost.Output;

/// <summary>Backups as tables.</summary>
internal static class BackupTables
{
    public static IRenderable List(IEnumerable<BackupInfo> backups)
    {
        var table = Create("ID", "CREATED", "DATABASE", "SERVER", "FORMAT", "TABLES>", "ROWS>", "SIZE>", "STATE", "LABEL", "NOTES");
        foreach (var backup in backups)
        {
            Row(table,
                backup.Id, Quantity.Time(backup.CreatedAt), backup.Database, backup.ServerVersion, BackupSummary.Format(backup),
                Quantity.Number(backup.Tables), Quantity.Number(backup.Rows), Quantity.Bytes(backup.Size), State(backup),
                backup.Label ?? "", Notes(backup));
        }

        return table;
    }

    /// <summary>What becomes of each backup, and why.</summary>
    public static IRenderable Retention(RetentionPlan plan)
    {
        var table = Create("", "ID", "CREATED", "SIZE>", "STATE", "WHY");
        foreach (var decision in plan.Decisions)
        {
            var backup = decision.Backup;
            Row(table,
                decision.Keep ? "keep" : "delete", backup.Id, Quantity.Time(backup.CreatedAt), Quantity.Bytes(backup.Size), State(backup),
                string.Join(", ", decision.Reasons));
        }

        return table;
    }

    public static IRenderable Facts(BackupManifest manifest)
    {
        var backup = manifest.Backup;
        var table = Create("", "").HideHeaders();
        Row(table, "id", backup.Id);
        Row(table, "created", $"{Quantity.Time(backup.CreatedAt)} in {Quantity.Duration(backup.Duration)}");
        Row(table, "database", $"{backup.Database} on PostgreSQL {backup.ServerVersion}");
        Row(table, "artifact", backup.Artifact);
        if (backup.ConvertedFrom is not null)
            Row(table, "converted from", backup.ConvertedFrom);
        Row(table, "state", State(backup) + (backup.LastVerifiedAt is { } time ? $", last verified {Quantity.Time(time)}" : ""));
        if (backup.Pinned)
            Row(table, "pinned", "yes");
        if (backup.ScheduleId is not null)
            Row(table, "schedule", backup.ScheduleId);
        Row(table, "format", BackupSummary.Format(backup));
        Row(table, "size", BackupSummary.Size(backup));
        Row(table, "sha-256", backup.Sha256);
        Row(table, "contents", $"{BackupSummary.Contents(backup)} in {Quantity.Count(manifest.Segments.Count, "segment")}");
        if (backup.Label is not null)
            Row(table, "label", backup.Label);
        if (manifest.Database is { } made)
            Row(table, "made with", $"{made.Encoding}, {Locale(made)}{(made.Tablespace is null ? "" : $", tablespace {made.Tablespace}")}");
        if (backup.DatabaseProperties)
            Row(table, "also holds", "properties of the database");
        if (Roles(backup) is { } roles)
            Row(table, "also holds", roles);
        foreach (var part in backup.Selection)
            Row(table, "selection", part);
        foreach (var warning in backup.Warnings)
            Row(table, "warning", warning);
        Row(table, "library", manifest.LibraryVersion);
        return table;
    }

    /// <summary>Counts the definitions of each kind.</summary>
    public static IRenderable Definitions(BackupManifest manifest)
    {
        var table = Create("DEFINITIONS", "COUNT>");
        foreach (var kind in manifest.Entries.Where(e => e.Table is null).GroupBy(e => e.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
            Row(table, kind.Key, Quantity.Number(kind.Count()));
        return table;
    }

    public static IRenderable Data(BackupManifest manifest)
    {
        var table = Create("DATA", "ROWS>", "BYTES>");
        foreach (var data in manifest.Entries.Select(e => e.Table).OfType<BackupTable>())
        {
            var name = data.Target == BackupTableTarget.LargeObjects ? "(large objects)" : $"{data.Schema}.{data.Name}";
            Row(table, name, Quantity.Number(data.Rows), Quantity.Bytes(data.Bytes));
        }

        return table;
    }

    /// <summary>Makes a table of titles and cells; a title that ends in <c>&gt;</c> makes a column of numbers.</summary>
    public static IRenderable Rows(string[] titles, IEnumerable<string[]> rows)
    {
        var table = Create(titles);
        foreach (var cells in rows)
            Row(table, cells);
        return table;
    }

    private static string State(BackupInfo backup) => backup.State switch
    {
        BackupState.TestRestored => "test-restored",
        var state => state.ToString().ToLowerInvariant(),
    };

    private static string? Roles(BackupInfo backup) => backup.Roles switch
    {
        BackupRoles.None => null,
        BackupRoles.WithPasswords => "roles with passwords",
        _ => "roles",
    };

    private static string Locale(BackupDatabase database) => database.Locale is { } locale
        ? $"{database.LocaleProvider} locale {locale}"
        : database.Collate == database.CType ? $"locale {database.Collate}" : $"locale {database.Collate} (letters: {database.CType})";

    private static string Notes(BackupInfo backup)
    {
        List<string> notes = [];
        if (backup.Pinned)
            notes.Add("pinned");
        if (backup.Selection.Count > 0)
            notes.Add("partial");
        if (backup.DatabaseProperties)
            notes.Add("database properties");
        if (Roles(backup) is { } roles)
            notes.Add(roles);
        if (backup.Warnings.Count > 0)
            notes.Add(Quantity.Count(backup.Warnings.Count, "warning"));
        return string.Join(", ", notes);
    }

    /// <summary>Creates a table; a title that ends in <c>&gt;</c> makes a column of numbers.</summary>
    private static Table Create(params string[] titles)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var title in titles)
        {
            var column = new TableColumn(new Text(title.TrimEnd('>'), new Style(decoration: Decoration.Bold)))
            {
                Alignment = title.EndsWith('>') ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, 2, 0),
                NoWrap = true,
            };
            table.AddColumn(column);
        }

        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(Printable.Line(c))));
}
