using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace PgBackup.Dashboard.Tests;

/// <summary>The sample host as a program of its own, with a throw-away server, and a browser to look at it.</summary>
public sealed partial class WebSample : IAsyncLifetime
{
    private Process? _program;
    private IPlaywright? _playwright;

    /// <summary>Gets the address of the host.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Gets the passwords, by role.</summary>
    public IReadOnlyDictionary<string, (string Name, string Password)> Accounts { get; private set; } =
        new Dictionary<string, (string, string)>();

    internal IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Tests.Browser.Find() is null)
            return;
        _program = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(
                AppContext.BaseDirectory, "PgBackup.Web.dll"), "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = "";
        while (SignIn().Count(output) < 2)
        {
            output += await _program.StandardOutput.ReadLineAsync() is { } line
                ? line + "\n"
                : throw new InvalidOperationException($"The sample ended: {output}");
        }

        Address = Listening().Match(output).Value;
        Accounts = SignIn().Matches(output).ToDictionary(
            m => m.Groups["role"].Value, m => (m.Groups["name"].Value, m.Groups["password"].Value));
        _playwright = await Playwright.CreateAsync();
        Browser = await Tests.Browser.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (_program is null)
            return;
        // It removes its server and its backups when it is asked to stop.
        using (var stop = Process.Start("kill", ["-TERM", $"{_program.Id}"]))
            await stop.WaitForExitAsync();
        try
        {
            await _program.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        }
        catch (OperationCanceledException)
        {
            _program.Kill(entireProcessTree: true);
        }

        _program.Dispose();
    }

    [GeneratedRegex(@"^sign in +(?<name>\S+) (?<password>\S+) \((?<role>\w+)\)", RegexOptions.Multiline)]
    private static partial Regex SignIn();

    [GeneratedRegex("http://[0-9.:]+")]
    private static partial Regex Listening();
}
