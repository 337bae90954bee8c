using System.Globalization;

namespace PgBackup.History;

/// <summary>One step of the <c>pgbackup</c> schema: a script that ships with the package.</summary>
/// <remarks>A step only adds, so that an older version of the library goes on working beside a newer one. It may be applied twice, and it
/// writes its own version into <c>pgbackup.schema_version</c>.</remarks>
internal sealed record HistoryMigration(int Version, string Name, string Script)
{
    private const string Prefix = "PgBackup.History.Migrations.";

    /// <summary>Gets the steps in their order.</summary>
    public static IReadOnlyList<HistoryMigration> All { get; } = Load();

    /// <summary>Gets the version that this library writes to.</summary>
    public static int LatestVersion => All[^1].Version;

    private static HistoryMigration[] Load()
    {
        var assembly = typeof(HistoryMigration).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var file = name[Prefix.Length..];
                    return new HistoryMigration(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, reader.ReadToEnd());
                })
                .OrderBy(migration => migration.Version),
        ];
    }
}
