using System.Collections.Concurrent;
using FluentAssertions;
using Microsoft.Playwright;

namespace PgBackup.Dashboard.Tests;

/// <summary>Somebody with a browser. Whatever the browser complains of, and whatever it asks of another host, is noted.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly WebSample _sample;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Visitor(WebSample sample, IBrowserContext context, IPage page)
    {
        _sample = sample;
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue($"console: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"error: {error}");
        context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(sample.Address, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _complaints.Enqueue($"request: {request.Url}");
        };
    }

    public IPage Page { get; }

    public static async Task<Visitor> OpenAsync(WebSample sample, BrowserNewContextOptions? options = null)
    {
        var context = await sample.Browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1200, Height = 900 } });
        // Machines that run all tests at once are slow.
        context.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        return new Visitor(sample, context, await context.NewPageAsync());
    }

    /// <summary>Opens the dashboard, and signs in on the page that it leads to.</summary>
    public async Task SignInAsync(string role = "admin")
    {
        var (name, password) = _sample.Accounts[role];
        await Page.GotoAsync($"{_sample.Address}/backups");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public Task GoAsync(string path) => Page.GotoAsync($"{_sample.Address}/backups/#/{path}");

    /// <summary>Waits for a page of the dashboard by its heading.</summary>
    public Task SeesAsync(string heading) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(heading);

    public void ShouldNotHaveComplained() => _complaints.Should().BeEmpty();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
