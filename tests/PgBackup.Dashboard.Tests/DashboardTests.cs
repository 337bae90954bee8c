using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace PgBackup.Dashboard.Tests;

public sealed class DashboardTests(WebSample sample) : IClassFixture<WebSample>
{
    [BrowserFact]
    public async Task Administrator_backs_up_verifies_and_restores()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");

        await page.GetByRole(AriaRole.Link, new() { Name = "Create", Exact = true }).ClickAsync();
        await visitor.SeesAsync("Create a backup");
        await page.GetByLabel("Label").FillAsync("<b>by hand</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the backup" }).ClickAsync();
        await page.GetByText("It is made:").GetByRole(AriaRole.Link).ClickAsync();

        await visitor.SeesAsync("Backup ");
        await Assertions.Expect(page.GetByText("<b>by hand</b>")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is good.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Restore …" }).ClickAsync();
        await visitor.SeesAsync("Restore");
        // All is there already: the plan says why it cannot go ahead.
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the plan" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It cannot go ahead")).ToBeVisibleAsync();
        await page.GetByLabel("Drop tables that exist").CheckAsync();
        await page.GetByLabel("Make views and foreign keys that hang on dropped tables again").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the plan" }).ClickAsync();
        var confirm = page.GetByLabel(new Regex("^Type the name of the database"));
        var go = page.GetByRole(AriaRole.Button, new() { Name = "Restore", Exact = true });
        await confirm.FillAsync("another");
        (await go.IsDisabledAsync()).Should().BeTrue("the name is not the database's");
        var label = await page.GetByText(new Regex("^Type the name of the database")).TextContentAsync();
        await confirm.FillAsync(Regex.Match(label!, "database, (.*), to confirm").Groups[1].Value);
        await go.ClickAsync();
        await Assertions.Expect(page.GetByText("It is restored.")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "restore" }).First).ToContainTextAsync("succeeded");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "restore" }).First).ToContainTextAsync(
            sample.Accounts["admin"].Name);
        visitor.ShouldNotHaveComplained();
    }

    [BrowserFact]
    public async Task Button_that_fails_says_why()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");
        await page.RouteAsync("**/api/history?*", route => route.Request.Url.Contains("after=", StringComparison.Ordinal)
            ? route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"title":"It is away."}""" })
            : route.FulfillAsync(new() { ContentType = "application/json", Body = """{"records":[],"next":"older"}""" }));

        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("It is away.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show more" })).ToBeEnabledAsync();
    }

    [BrowserFact]
    public async Task Keyboard_alone_makes_a_backup()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");

        await TabToAsync("A", "Create");
        await page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("Create a backup");
        await TabToAsync("BUTTON", "Create the backup");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByText("It is made:")).ToBeVisibleAsync();
        visitor.ShouldNotHaveComplained();

        async Task TabToAsync(string element, string text)
        {
            for (var i = 0; i < 100; i++)
            {
                await page.Keyboard.PressAsync("Tab");
                if (await page.EvaluateAsync<bool>(
                    "([e, t]) => document.activeElement.tagName === e && document.activeElement.textContent === t",
                        new[] { element, text }))
                    return;
            }

            throw new InvalidOperationException($"No key leads to {text}.");
        }
    }

    [BrowserFact]
    public async Task Schedule_is_run_disabled_and_enabled()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");
        await visitor.GoAsync("schedules");

        await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Daily full backup" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The run has ended")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable: Daily full backup" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Not due.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enable: Daily full backup" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Next due")).ToBeVisibleAsync();
        visitor.ShouldNotHaveComplained();
    }

    [BrowserFact]
    public async Task Deletion_is_asked_for_and_may_be_thought_better_of()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");
        await visitor.GoAsync("create");
        await page.GetByLabel("Without rows at all").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the backup" }).ClickAsync();
        await page.GetByText("It is made:").GetByRole(AriaRole.Link).ClickAsync();
        await visitor.SeesAsync("Backup ");
        var id = (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).TextContentAsync())![7..];

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete …" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete …" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();

        await visitor.SeesAsync("Backups");
        await visitor.GoAsync($"backups/{id}");
        await visitor.SeesAsync("That did not work");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"There is no backup '{id}'");
    }

    [BrowserFact]
    public async Task Backups_are_shown_while_the_history_cannot_be_read()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");
        (await page.APIRequest.PostAsync(
            $"{sample.Address}/backups/api", new() { DataObject = new { label = "seen all the same" } })).Status
            .Should().Be(201);
        await page.RouteAsync(new Regex("/api/history"), route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = """{"title":"The database cannot be reached.","status":503,"code":"connection_failed"}""",
        }));

        await page.ReloadAsync();
        await visitor.SeesAsync("Overview");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Size and duration" })).ToBeVisibleAsync();
        await visitor.GoAsync("backups");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "seen all the same" }).GetByRole(AriaRole.Link).ClickAsync();
        await visitor.SeesAsync("Backup 2");
        await visitor.GoAsync("history");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The database cannot be reached.");
    }

    [BrowserFact]
    public async Task Others_do_not_get_in()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        await visitor.SignInAsync("user");
        var answer = await visitor.Page.GotoAsync($"{sample.Address}/backups/");
        answer!.Status.Should().BeOneOf(403, 404);
        (await visitor.Page.APIRequest.GetAsync($"{sample.Address}/backups/api")).Status.Should().Be(403);
        (await visitor.Page.APIRequest.GetAsync($"{sample.Address}/backups/app.js", new() { MaxRedirects = 0 })).Status.Should().NotBe(200);
    }

    [BrowserFact]
    public async Task Every_page_is_accessible_fits_a_phone_and_has_its_picture()
    {
        await using var visitor = await Visitor.OpenAsync(sample);
        var page = visitor.Page;
        await visitor.SignInAsync();
        await visitor.SeesAsync("Overview");
        for (var i = 0; i < 3; i++)
        {
            var made = await page.APIRequest.PostAsync(
                $"{sample.Address}/backups/api", new() { DataObject = new { label = $"number {i}" } });
            made.Status.Should().Be(201);
        }

        var list = (await (await page.APIRequest.GetAsync($"{sample.Address}/backups/api?limit=1")).JsonAsync())!.Value;
        var id = list.GetProperty("backups")[0].GetProperty("id").GetString();
        foreach (var (path, heading, picture) in new[]
        {
            ("", "Overview", "overview"), ("backups", "Backups", "backups"), ($"backups/{id}", "Backup ", "backup"),
            ($"backups/{id}/restore", "Restore", "restore"), ("create", "Create", "create"), ("schedules", "Schedules", "schedules"),
            ("history", "History", "history"),
        })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.SetViewportSizeAsync(1200, 900);
                await visitor.GoAsync(path);
                await page.ReloadAsync();
                await visitor.SeesAsync(heading);
                var findings = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical");
                findings.Select(v => $"{path}: {v.Id} {v.Help} {v.Nodes[0].Html}").Should().BeEmpty();
                await TakePictureAsync(page, $"{picture}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png");

                await page.SetViewportSizeAsync(390, 800);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390, path);
            }
        }

        visitor.ShouldNotHaveComplained();
    }

    // Into docs/images, where the variable says so; the test run itself changes no file of the project.
    private static async Task TakePictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PGBACKUP_TEST_PICTURES") is { Length: > 0 } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, name) });
    }
}
