namespace PgBackup.Tests.Architecture;

/// <summary>The rooms of <c>src/PgBackup.Core</c>: its folders.</summary>
internal static class Rooms
{
    /// <summary>The folder itself. <see cref="Joiner"/> belongs to its row; its other types are known everywhere.</summary>
    public const string Root = "root";

    /// <summary>The type that joins the rooms.</summary>
    public const string Joiner = "DatabaseBackup";

    /// <summary>From the top to the bottom: a room uses only rooms below it, and those in one row know nothing of each other.</summary>
    public static readonly string[][] FromTheTop =
    [
        ["DependencyInjection"],
        [Root],
        ["Health"],
        ["Scheduling"],
        ["Notifications"],
        ["Retention"],
        ["Operations"],
        ["Doctor", "Verification"],
        ["History"],
        ["Events"],
        ["Conversion"],
        ["Backup", "Restore"],
        ["Selection"],
        ["Formats"],
        ["Stores"],
        ["Schema"],
        ["Telemetry"],
        ["Archive"],
        ["Postgres"],
    ];

    /// <summary>Folders within a room, and those beside them that they do not use.</summary>
    public static readonly (string Folder, string[] Unknown)[] Within =
    [
        // JSON and CSV write no SQL of their own; that of definitions stands beside the rows in a zip archive.
        ("Formats/Json", ["Formats/Sql", "Formats/Csv"]),
        ("Formats/Csv", ["Formats/Json"]),
        ("Formats/Sql", ["Formats/Json", "Formats/Csv"]),
        ("Formats/Copy", ["Formats", "Formats/Sql", "Formats/Json", "Formats/Csv"]),
        ("Scheduling/Cron", ["Scheduling", "Scheduling/Coordination", "Scheduling/Hosting"]),
        ("Scheduling/Coordination", ["Scheduling/Hosting"]),
        ("Scheduling", ["Scheduling/Hosting"]),
        ("Events", ["Events/Hosting"]),
        ("Retention/Planning", ["Stores/Marks"]),
        ("Postgres/Connections/Copying", ["Postgres", "Postgres/Connections"]),
        ("Restore/Checks", ["Restore/Databases", "Restore/Pieces"]),
        ("Restore/Statements", ["Restore/Databases", "Restore/Pieces"]),
        ("Restore/Databases", ["Restore/Checks", "Restore/Pieces", "Restore/Statements"]),
        ("Backup/Writing", ["Backup/Data"]),
        ("Archive/Reading", ["Archive/Writing", "Archive/Zip"]),
    ];

    /// <summary>Gets the row of a room; 0 is the top.</summary>
    public static int RowOf(string room) => Array.FindIndex(FromTheTop, row => row.Contains(room));
}
