using System.Diagnostics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PgBackup.Events;
using Xunit;

namespace PgBackup.Tests.Notifications;

[Trait("Category", "Unit")]
public sealed class DeliveryTests
{
    [Fact]
    public async Task Notifier_that_throws_is_logged_and_counted_and_disturbs_nobody()
    {
        await using var app = new EventApp(b => b.AddNotifier(
            _ => new ActionNotifier("clumsy", (_, _) => throw new InvalidOperationException("no")), new NotifierOptions()));

        app.Hub.Publish(Happened.Event());
        app.Hub.Publish(Happened.Event());

        (await app.ToldAsync()).Should().HaveCount(2);
        app.Logged.Should().Contain("Notifier clumsy failed on event Succeeded");
        app.Hub.Notifiers.Should().ContainEquivalentOf(new NotifierStatus { Name = "clumsy", Failed = 2 });
        app.Hub.Notifiers.Should().ContainEquivalentOf(new NotifierStatus { Name = "RecordingNotifier", Delivered = 2 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notifier_that_hangs_holds_up_nobody_and_is_given_up(bool blocks)
    {
        using var gate = new ManualResetEventSlim();
        var calls = 0;
        await using var app = new EventApp(
            b => b.AddNotifier(
                _ => new ActionNotifier("stuck", async (_, token) =>
                {
                    Interlocked.Increment(ref calls);
                    if (blocks)
                        gate.Wait(CancellationToken.None);
                    else
                        await Task.Delay(-1, token);
                }),
                new NotifierOptions { Timeout = TimeSpan.FromMilliseconds(100) }),
            o => o.Notifications.FlushTimeout = TimeSpan.FromSeconds(1));
        var watch = Stopwatch.StartNew();

        app.Hub.Publish(Happened.Event());
        app.Hub.Publish(Happened.Event());

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(0.5), "who publishes does not wait");
        (await app.ToldAsync()).Should().HaveCount(2);
        app.Logged.Should().Contain("Notifier stuck did not deliver event Succeeded").And.Contain("within 00:00:00.1");
        calls.Should().Be(blocks ? 1 : 2, "one that heeds no token is not called again while it hangs");
        gate.Set();
    }

    [Fact]
    public async Task Slow_notifier_loses_what_matters_least_and_that_is_logged()
    {
        var gate = new TaskCompletionSource();
        var slow = new List<string>();
        await using var app = new EventApp(
            b => b.AddNotifier(
                _ => new ActionNotifier("slow", async (told, _) =>
                {
                    await gate.Task;
                    slow.Add(told.Message);
                }),
                new NotifierOptions()),
            o => o.Notifications.QueueCapacity = 2);
        app.Hub.Publish(Happened.Event(message: "first"));
        await UntilAsync(() => app.Hub.Notifiers.Any(n => n.Delivered == 1));
        await Task.Delay(50);

        app.Hub.Publish(Happened.Event(message: "dull"));
        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error, message: "bad"));
        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Warning, message: "odd"));
        gate.SetResult();
        await app.ToldAsync();

        slow.Should().Equal("first", "bad", "odd");
        app.Logged.Should().Contain("Notifier slow is too slow, or the host has stopped: event Succeeded (Information)");
    }

    [Fact]
    public async Task Notifier_is_told_what_its_options_ask_for()
    {
        await using var app = new EventApp(b => b.AddNotifier<OtherNotifier>(o =>
        {
            o.MinimumSeverity = BackupEventSeverity.Warning;
            o.Kinds.Add(BackupEventKind.Failed);
            o.Kinds.Add(BackupEventKind.Missed);
            o.Schedules.Add("nightly");
        }));

        app.Hub.Publish(Happened.Event(BackupEventKind.Failed, BackupEventSeverity.Error, "other schedule") with { ScheduleId = "hourly" });
        app.Hub.Publish(Happened.Event(BackupEventKind.Failed, BackupEventSeverity.Error, "no schedule"));
        app.Hub.Publish(Happened.Event(BackupEventKind.Skipped, BackupEventSeverity.Error, "other kind") with { ScheduleId = "nightly" });
        app.Hub.Publish(Happened.Event(BackupEventKind.Missed, BackupEventSeverity.Notice, "dull") with { ScheduleId = "nightly" });
        app.Hub.Publish(Happened.Event(BackupEventKind.Missed, BackupEventSeverity.Warning, "right") with { ScheduleId = "nightly" });

        (await app.ToldAsync()).Should().HaveCount(5);
        app.Services.GetRequiredService<OtherNotifier>().Told.Should().Equal("right");
    }

    [Fact]
    public async Task Host_is_told_by_an_event_and_may_throw()
    {
        await using var app = new EventApp();
        var told = new List<BackupEvent>();
        var events = app.Services.GetRequiredService<IBackupEvents>();
        events.Published += (_, _) => throw new InvalidOperationException("no");
        events.Published += (_, e) => told.Add(e);

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        var one = told.Should().ContainSingle().Subject;
        one.Id.Version.Should().Be(7);
        one.OccurredAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        app.Logged.Should().Contain("Notifier Published failed on event Succeeded");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Container_that_is_disposed_delivers_what_is_on_its_way(bool synchronously)
    {
        var notifier = new OtherNotifier();
        var services = new ServiceCollection();
        services.AddSingleton(notifier).AddPgBackup().AddNotifier<OtherNotifier>();
        var provider = services.BuildServiceProvider();
        for (var i = 0; i < 20; i++)
            provider.GetRequiredService<EventHub>().Publish(Happened.Event(message: "x"));

        if (synchronously)
            provider.Dispose();
        else
            await provider.DisposeAsync();

        notifier.Told.Should().HaveCount(20);
    }

    [Fact]
    public async Task Host_that_stops_waits_for_events_of_whatever_stops_last()
    {
        var notifier = new OtherNotifier();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // Stopped last, as it is registered first; and yet its event is delivered before the host has stopped.
        builder.Services.AddHostedService<LateTeller>();
        builder.Services.AddSingleton(notifier).AddPgBackup().AddNotifier<OtherNotifier>();
        using var host = builder.Build();
        await host.StartAsync();

        await host.StopAsync();

        notifier.Told.Should().Equal("stopping");
    }

    [Fact]
    public async Task Flush_is_bounded()
    {
        var app = new EventApp(
            b => b.AddNotifier(_ => new ActionNotifier("stuck", (_, token) => Task.Delay(-1, token)), new NotifierOptions()),
            o => o.Notifications.FlushTimeout = TimeSpan.FromMilliseconds(300));
        app.Hub.Publish(Happened.Event());
        app.Hub.Publish(Happened.Event());
        var log = app.Services.GetRequiredService<LogSink>();
        var watch = Stopwatch.StartNew();

        await app.DisposeAsync();

        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(250)).And.BeLessThan(TimeSpan.FromSeconds(10));
        log.Text.Should().Contain("Notifier stuck was not told of 1 events, as the host stopped");
    }

    [Fact]
    public async Task Host_that_has_waited_in_vain_does_not_wait_again()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPgBackup(o => o.Notifications.FlushTimeout = TimeSpan.FromSeconds(3))
            .AddNotifier(_ => new ActionNotifier("stuck", (_, token) => Task.Delay(-1, token)), new NotifierOptions());
        var watch = new Stopwatch();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<EventHub>().Publish(Happened.Event());
            watch.Start();
            await host.StopAsync();
        }

        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(2.9)).And.BeLessThan(TimeSpan.FromSeconds(5.9));
    }

    [Fact]
    public async Task Notifier_may_use_the_library_itself()
    {
        await using var app = new EventApp(b => b.AddNotifier<AskingNotifier>());

        app.Hub.Publish(Happened.Event());

        (await app.ToldAsync()).Should().ContainSingle();
        app.Hub.Notifiers.Single(n => n.Name == nameof(AskingNotifier)).Delivered.Should().Be(1);
    }

    [Fact]
    public async Task Notifier_that_cannot_be_made_fails_no_operation()
    {
        await using var app = new EventApp(b => b.AddNotifier(_ => throw new InvalidOperationException("no"), new NotifierOptions()));

        app.Hub.Publish(Happened.Event());

        app.Logged.Should().Contain("An event could not be published; notifiers are not told of it: System.InvalidOperationException");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            await Task.Delay(10);
    }

    internal sealed class OtherNotifier : IBackupNotifier
    {
        public List<string> Told { get; } = [];

        public async Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
        {
            await Task.Delay(10, cancellationToken);
            Told.Add(backupEvent.Message);
        }
    }

    internal sealed class AskingNotifier(IDatabaseBackup backup, IScheduledBackupService schedules) : IBackupNotifier
    {
        public Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(backup);
            ArgumentNullException.ThrowIfNull(schedules);
            return Task.CompletedTask;
        }
    }

    private sealed class LateTeller(EventHub events) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(100, cancellationToken);
            events.Publish(Happened.Event(message: "stopping"));
        }
    }
}
