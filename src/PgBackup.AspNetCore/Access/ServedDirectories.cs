using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace PgBackup.AspNetCore.Access;

/// <summary>The directories whose files the host serves to everybody: no place for backups.</summary>
internal static class ServedDirectories
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <exception cref="InvalidOperationException">The local store is in one of them.</exception>
    public static void RefuseStoreWithin(IServiceProvider services)
    {
        // A store of the host's own is not in the directory that the options name.
        if (services.GetRequiredService<IBackupStore>().GetType().Assembly != typeof(IBackupStore).Assembly)
            return;
        var configured = services.GetRequiredService<IOptions<PgBackupOptions>>().Value.Directory!;
        var directory = RealPath(configured);
        foreach (var root in Find(services).Select(RealPath))
        {
            if (IsWithin(directory, root))
            {
                throw new InvalidOperationException(
                    $"Backups would be kept in '{configured}', which is within '{root}', whose files the host serves to everybody. "
                    + "Set PgBackupOptions.Directory (or BACKUP_DIR) to a directory elsewhere.");
            }
        }
    }

    private static IEnumerable<string> Find(IServiceProvider services)
    {
        if (services.GetService<IWebHostEnvironment>() is { } host)
        {
            if (!string.IsNullOrEmpty(host.WebRootPath))
                yield return host.WebRootPath;
            foreach (var root in RootsOf(host.WebRootFileProvider))
                yield return root;
        }

        foreach (var root in RootsOf(services.GetService<IOptions<StaticFileOptions>>()?.Value.FileProvider))
            yield return root;
    }

    private static IEnumerable<string> RootsOf(IFileProvider? files) => files switch
    {
        PhysicalFileProvider physical => [physical.Root],
        CompositeFileProvider composite => composite.FileProviders.SelectMany(RootsOf),
        _ => [],
    };

    private static bool IsWithin(string path, string root) =>
        path.Equals(root, PathComparison) || path.StartsWith(root + Path.DirectorySeparatorChar, PathComparison);

    // Follows links on the way: a directory elsewhere may be linked into the web root, and the other way round.
    private static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(full));
        return Directory.Exists(here) && Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target
            ? RealPath(target.FullName)
            : here;
    }
}
