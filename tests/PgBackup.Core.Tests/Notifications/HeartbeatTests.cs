using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace PgBackup.Tests.Notifications;

[Trait("Category", "Unit")]
public sealed class HeartbeatTests
{
    [Fact]
    public async Task Address_is_called_after_each_good_backup_and_only_then()
    {
        await using var receiver = new HttpReceiver();
        await using var app = new EventApp(b => b.AddHeartbeat($"{receiver.Url}/ping/T0KEN?a=1"));

        await TellAllAsync(app);

        receiver.All.Select(r => $"{r.Method} {r.Path}").Should().Equal("GET /ping/T0KEN?a=1", "GET /ping/T0KEN?a=1");
    }

    [Fact]
    public async Task Failures_have_an_address_of_their_own_where_it_is_asked_for()
    {
        await using var receiver = HttpReceiver.Answering(500, 200);
        await using var app = new EventApp(b => b.AddHeartbeat(
            $"{receiver.Url}/ping?a=1", o => (o.FailureSuffix, o.RetryDelay) = ("/fail", TimeSpan.FromMilliseconds(1))));

        await TellAllAsync(app);

        receiver.All.Select(r => r.Path).Should().Equal("/ping?a=1", "/ping?a=1", "/ping/fail?a=1", "/ping/fail?a=1", "/ping?a=1");
    }

    [Fact]
    public async Task Only_backups_of_the_schedule_count_where_one_is_named()
    {
        await using var receiver = new HttpReceiver();
        await using var app = new EventApp(b => b.AddHeartbeat(receiver.Url, o => o.Schedules.Add("nightly")));

        await TellAllAsync(app);
        app.Hub.Publish(Happened.Event() with { ScheduleId = "nightly" });
        await app.ToldAsync();

        receiver.All.Should().ContainSingle();
    }

    [Theory]
    [InlineData("http://example.com/x", null, "Url is http*")]
    [InlineData("https://example.com/x", "?a", "FailureSuffix*")]
    public void Mistake_is_refused_where_it_is_made(string url, string? suffix, string message)
    {
        var act = () => new ServiceCollection().AddPgBackup().AddHeartbeat(url, o => o.FailureSuffix = suffix);

        act.Should().Throw<ArgumentException>().WithMessage(message);
    }

    private static async Task TellAllAsync(EventApp app)
    {
        app.Hub.Publish(Happened.Event());
        app.Hub.Publish(Happened.Event(BackupEventKind.Failed, BackupEventSeverity.Error));
        var damaged = Happened.Event(BackupEventKind.VerificationFailed, BackupEventSeverity.Error);
        app.Hub.Publish(damaged with { DueAt = DateTimeOffset.UtcNow });
        app.Hub.Publish(damaged);
        app.Hub.Publish(Happened.Event(BackupEventKind.Missed));
        app.Hub.Publish(Happened.Event(BackupEventKind.Restored));
        app.Hub.Publish(Happened.Event(BackupEventKind.Recovered));
        await app.ToldAsync();
    }
}
