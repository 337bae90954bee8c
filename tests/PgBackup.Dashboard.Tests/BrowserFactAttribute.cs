using Xunit;

namespace PgBackup.Dashboard.Tests;

/// <summary>A test that needs a browser. Where there is none it is skipped, but not in CI, which installs one.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Find() is null && Environment.GetEnvironmentVariable("CI") is not "true")
            Skip = "No Chromium was found on the PATH; PGBACKUP_TEST_BROWSER may name one.";
    }
}
