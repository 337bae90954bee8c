using Microsoft.Playwright;

namespace PgBackup.Dashboard.Tests;

/// <summary>The machine's own Chromium, without a window.</summary>
internal static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Finds the program: the one that <c>PGBACKUP_TEST_BROWSER</c> names, else one on the PATH.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable("PGBACKUP_TEST_BROWSER")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(directory => Names.Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Find() ?? throw new InvalidOperationException("No Chromium was found; install the package chromium."),
    });
}
