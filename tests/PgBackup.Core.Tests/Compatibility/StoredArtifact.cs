using System.Globalization;
using System.IO.Compression;
using PgBackup.Archive;
using PgBackup.Tests.Documents;
using PgBackup.Tests.RoundTrip;

namespace PgBackup.Tests.Compatibility;

/// <summary>A backup that an earlier library made and that is kept as it was: <c>Artifacts/README.md</c> tells how.</summary>
/// <param name="Version">The version of its manifest.</param>
/// <param name="Name">The name of its file; it ends with the major that the backup was made on.</param>
internal sealed record StoredArtifact(int Version, string Name)
{
    private const string Folder = "tests/PgBackup.Core.Tests/Compatibility/Artifacts";

    public int Major => int.Parse(Name.AsSpan(Name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);

    private string Path => System.IO.Path.Combine(Repository.Root, Folder, $"V{Version}");

    public static IEnumerable<int> Versions => Directory.EnumerateDirectories(System.IO.Path.Combine(Repository.Root, Folder), "V*")
        .Select(d => int.Parse(System.IO.Path.GetFileName(d).AsSpan(1), CultureInfo.InvariantCulture)).Order();

    public static IEnumerable<StoredArtifact> All => Versions.SelectMany(version => Repository.FindFiles($"{Folder}/V{version}", "*.zip")
        .Select(f => new StoredArtifact(version, System.IO.Path.GetFileNameWithoutExtension(f)))
        .OrderBy(a => a.Name, StringComparer.Ordinal));

    public static StoredArtifact Find(string name) => All.Single(a => $"V{a.Version}/{a.Name}" == name);

    /// <summary>Gets the script that tells what a database holds.</summary>
    public static string RowsScript => Repository.ReadFile($"{Folder}/rows.sql");

    /// <summary>Gets the scripts that make the database which was backed up.</summary>
    public IEnumerable<string> Sources =>
        new[] { "source.sql", $"source-{Major}.sql" }.Select(f => System.IO.Path.Combine(Path, f)).Where(File.Exists);

    /// <summary>Reads what the script of rows told of that database then.</summary>
    public string ReadRows() => File.ReadAllText(System.IO.Path.Combine(Path, $"{Major}.rows")).ReplaceLineEndings("\n").TrimEnd();

    /// <summary>Puts the backup into a store.</summary>
    /// <returns>Its id.</returns>
    public string CopyTo(BackupHost host)
    {
        Directory.CreateDirectory(host.StorePath);
        using var pack = ZipFile.OpenRead(System.IO.Path.Combine(Path, Name + ".zip"));
        pack.ExtractToDirectory(host.StorePath);
        var manifest = pack.Entries.Select(e => e.Name).Single(n => n.EndsWith(ManifestJson.FileSuffix, StringComparison.Ordinal));
        return manifest[..^ManifestJson.FileSuffix.Length];
    }

    public override string ToString() => $"V{Version}/{Name}";
}
