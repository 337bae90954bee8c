using System.Collections.Frozen;
using System.Security.Cryptography;

namespace PgBackup.AspNetCore.Dashboard;

/// <summary>The files of the dashboard, which are within the assembly: nothing is read from a disk or fetched from elsewhere.</summary>
internal static class DashboardAssets
{
    private const string Prefix = "PgBackup.AspNetCore.Dashboard.Assets/";

    private static readonly FrozenDictionary<string, DashboardAsset> All = Load();

    /// <summary>Finds a file.</summary>
    /// <param name="path">Its path below the dashboard; empty for the page itself.</param>
    public static DashboardAsset? Find(string path) => All.GetValueOrDefault(path.Length == 0 ? "index.html" : path);

    private static FrozenDictionary<string, DashboardAsset> Load()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        return names.ToFrozenDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new DashboardAsset(content, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
            },
            StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No media type is known for '{other}'."),
    };
}
