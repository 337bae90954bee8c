using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.Tests.Documents;
using Xunit;

namespace PgBackup.Tests.Notifications;

[Trait("Category", "Unit")]
public sealed class WebhookTests
{
    private const string Secret = "correct horse battery staple";

    [Fact]
    public async Task Event_is_posted_as_signed_json()
    {
        await using var receiver = new HttpReceiver();
        await using var app = App(receiver, o => o.Headers["Authorization"] = "Bearer of news");

        app.Hub.Publish(Happened.Event(BackupEventKind.VerificationFailed, BackupEventSeverity.Error, "It’s \"bad\".") with
        {
            Advice = "Mend it.",
            Database = "shop",
            BackupId = "B1",
            ScheduleId = "nightly",
            DueAt = new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.FromHours(1)),
            ErrorCode = "verification_failed",
            Duration = TimeSpan.FromSeconds(1.5),
            Size = 12,
            Warnings = ["one", "two"],
        });
        var told = (await app.ToldAsync()).Single();

        var got = receiver.All.Should().ContainSingle().Subject;
        (got.Method, got.Path, got.Headers["Content-Type"])
            .Should().Be(("POST", "/hooks/T0KEN?key=S3CRET", "application/json; charset=utf-8"));
        (got.Headers["X-PgBackup-Event"], got.Headers["X-PgBackup-Event-Id"]).Should().Be(("verification_failed", told.Id.ToString()));
        (got.Headers["Authorization"], got.Headers["User-Agent"][..9]).Should().Be(("Bearer of news", "PgBackup/"));
        IsSigned(got, Secret).Should().BeTrue();
        IsSigned(got, Secret + "!").Should().BeFalse();
        IsSigned(got with { Body = [.. got.Body, (byte)' '] }, Secret).Should().BeFalse();
        var signature = got.Headers["X-PgBackup-Signature"];
        NotifyExamples.IsGenuine(signature, got.Body, Secret, DateTimeOffset.UtcNow.AddMinutes(6)).Should().BeFalse("it is old");
        signature.Should().MatchRegex($"^t={got.Headers["X-PgBackup-Timestamp"]},v1=[0-9a-f]{{64}}$");
        using var json = JsonDocument.Parse(got.Body);
        var root = json.RootElement;
        root.EnumerateObject().Select(p => p.Name).Should().Equal(
            "version", "id", "kind", "severity", "occurredAt", "text", "message", "advice", "database", "backupId", "scheduleId", "dueAt",
            "errorCode", "durationSeconds", "sizeBytes", "warnings");
        root.GetProperty("version").GetInt32().Should().Be(1);
        root.GetProperty("id").GetGuid().Should().Be(told.Id);
        root.GetProperty("severity").GetString().Should().Be("error");
        root.GetProperty("text").GetString().Should().Be("It’s \"bad\". Mend it.");
        root.GetProperty("dueAt").GetString().Should().Be("2026-11-23T01:00:00+00:00");
        root.GetProperty("durationSeconds").GetDouble().Should().Be(1.5);
        root.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()).Should().Equal("one", "two");
    }

    [Fact]
    public async Task Page_shows_every_member_of_the_body()
    {
        await using var receiver = new HttpReceiver();
        await using var app = App(receiver);
        var time = DateTimeOffset.UtcNow;
        app.Hub.Publish(new BackupEvent
        {
            Kind = BackupEventKind.Failed,
            Severity = BackupEventSeverity.Error,
            Message = "It happened.",
            Advice = "Mend it.",
            Database = "shop",
            BackupId = "B1",
            ScheduleId = "nightly",
            ScheduleName = "Nightly",
            DueAt = time,
            Instance = "one",
            ErrorCode = "server_failed",
            Duration = TimeSpan.FromSeconds(1),
            Size = 1,
            Rows = 1,
            Attempts = 1,
            FailedRuns = 1,
            FailingSince = time,
            MissedRuns = 1,
            Warnings = ["one"],
        });
        await app.ToldAsync();

        var page = Repository.ReadFile("docs/notify.md");
        var example = page[page.IndexOf("{\n  \"version\"", StringComparison.Ordinal)..];
        using var shown = JsonDocument.Parse(example[..example.IndexOf("```", StringComparison.Ordinal)]);
        using var sent = JsonDocument.Parse(receiver.All.Single().Body);
        Members(sent).Should().Equal(Members(shown));
        page.Should().ContainAll(shown.RootElement.EnumerateObject().Select(p => $"`{p.Name}`"));

        static string[] Members(JsonDocument document) =>
            [.. document.RootElement.EnumerateObject().Select(p => $"{p.Name}: {p.Value.ValueKind}")];
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Passing_refusal_is_tried_again_with_the_same_id(int status)
    {
        await using var receiver = HttpReceiver.Answering(status, status, 204);
        await using var app = App(receiver);

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        receiver.All.Should().HaveCount(3);
        receiver.All.Select(r => r.Headers["X-PgBackup-Event-Id"]).Distinct().Should().ContainSingle();
        receiver.All.Should().OnlyContain(r => IsSigned(r, Secret));
        Delivered(app).Should().Be((1, 0));
    }

    [Theory]
    [InlineData(400, "answered 400 (1 attempt)")]
    [InlineData(302, "answered 302, and redirects are not followed (1 attempt)")]
    public async Task Refusal_that_stays_is_logged_without_the_address(int status, string words)
    {
        await using var elsewhere = new HttpReceiver();
        await using var receiver = new HttpReceiver((_, response) =>
        {
            response.StatusCode = status;
            response.RedirectLocation = elsewhere.Url;
            return Task.CompletedTask;
        });
        await using var app = App(receiver);

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        (receiver.All.Count, elsewhere.All.Count).Should().Be((1, 0));
        Delivered(app).Should().Be((0, 1));
        app.Logged.Should().Contain($"Notifier webhook http://127.0.0.1 failed on event Succeeded").And.Contain(words);
        app.Logged.Should().NotContain("T0KEN").And.NotContain("S3CRET").And.NotContain(Secret);
    }

    [Fact]
    public async Task Receiver_says_when_to_come_back()
    {
        await using var receiver = new HttpReceiver((number, response) =>
        {
            if (number == 1)
            {
                response.StatusCode = 429;
                response.Headers["Retry-After"] = "1";
            }

            return Task.CompletedTask;
        });
        await using var app = App(receiver);

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        receiver.All.Should().HaveCount(2);
        (receiver.All[1].At - receiver.All[0].At).Should().BeGreaterThan(TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task Receiver_that_wants_to_be_left_alone_for_too_long_is_given_up()
    {
        await using var receiver = new HttpReceiver((_, response) =>
        {
            response.StatusCode = 503;
            response.Headers["Retry-After"] = DateTimeOffset.UtcNow.AddHours(1).ToString("R");
            return Task.CompletedTask;
        });
        await using var app = App(receiver);

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        receiver.All.Should().ContainSingle();
        app.Logged.Should().Contain("answered 503 (1 attempt)");
    }

    [Fact]
    public async Task Receiver_that_hangs_or_is_not_there_is_given_up()
    {
        await using var receiver = new HttpReceiver((_, _) => Task.Delay(TimeSpan.FromSeconds(20)));
        await using var app = App(receiver, o => (o.AttemptTimeout, o.Retries) = (TimeSpan.FromMilliseconds(200), 1), b =>
            b.AddWebhook(o =>
            {
                (o.Url, o.Name, o.Retries, o.RetryDelay) = ("http://localhost:1/T0KEN", "gone", 2, TimeSpan.FromMilliseconds(1));
            }));

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        receiver.All.Should().HaveCount(2);
        app.Logged.Should().Contain("did not answer within 0.2 s (2 attempts)")
            .And.Contain("gone cannot be reached: ConnectionError (3 attempts)").And.NotContain("T0KEN");
    }

    [Fact]
    public async Task Host_may_give_the_client()
    {
        await using var receiver = new HttpReceiver();
        using var client = new HttpClient(new Stamp(new SocketsHttpHandler()));
        await using (var app = new EventApp(b => b.AddWebhook(o => o.Url = receiver.Url, _ => client)))
        {
            app.Hub.Publish(Happened.Event());
            await app.ToldAsync();
        }

        receiver.All.Should().ContainSingle().Which.Headers.Should().Contain("X-Stamp", "host").And.NotContainKey("X-PgBackup-Signature");
        (await client.GetAsync(receiver.Url)).IsSuccessStatusCode.Should().BeTrue("the client stays the host's");
    }

    [Fact]
    public async Task Address_is_in_no_trace()
    {
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects.Select(t => t.Value))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var receiver = new HttpReceiver();
        using (var other = new HttpClient())
            await other.GetAsync($"{receiver.Url}/control");
        await using var app = App(receiver);

        app.Hub.Publish(Happened.Event());
        await app.ToldAsync();

        receiver.All.Should().HaveCount(2);
        traced.Should().Contain(t => t.Contains($"{receiver.Url}/control")).And.NotContain(t => t.Contains($"{receiver.Url}/hooks"));
        receiver.All[1].Headers.Should().NotContainKey("traceparent");
    }

    [Fact]
    public async Task Webhooks_and_heartbeat_come_from_the_configuration()
    {
        await using var receiver = new HttpReceiver();
        var services = new ServiceCollection();
        services.AddPgBackup(Configuration(
            ("Webhooks:0:Url", $"{receiver.Url}/one"), ("Webhooks:0:Secret", Secret), ("Webhooks:0:MinimumSeverity", "Error"),
            ("Webhooks:1:Url", $"{receiver.Url}/two"), ("Webhooks:1:Kinds:0", "Recovered"), ("Webhooks:1:Headers:X-Team", "db"),
            ("Heartbeat:Url", $"{receiver.Url}/beat"), ("Heartbeat:FailureSuffix", "/fail")));
        await using (var provider = services.BuildServiceProvider())
        {
            var hub = provider.GetRequiredService<PgBackup.Events.EventHub>();
            hub.Publish(Happened.Event(BackupEventKind.Failed, BackupEventSeverity.Error));
            hub.Publish(Happened.Event(BackupEventKind.Recovered, BackupEventSeverity.Notice));
        }

        receiver.All.Select(r => r.Path).Should().BeEquivalentTo("/one", "/two", "/beat/fail", "/beat");
        receiver.All.Single(r => r.Path == "/two").Headers["X-Team"].Should().Be("db");
        var wrong = () => new ServiceCollection().AddPgBackup(Configuration(("Webhooks:0:Url", "http://example.com/T0KEN")));
        wrong.Should().Throw<ArgumentException>().Which.Message.Should().Be(
            "Webhooks:0: Url is http, which anybody on the way to 'example.com' can read and change: use https, or set AllowHttp.");
    }

    public static TheoryData<string, Action<WebhookOptions>, string> Refusals => new()
    {
        { "no address", o => o.Url = "", "Url is not an absolute https URL*" },
        { "no host", o => o.Url = "/hook", "Url is not an absolute https URL*" },
        { "other scheme", o => o.Url = "ftp://example.com/x", "Url is not an absolute https URL*" },
        { "http", o => o.Url = "http://example.com/x", "Url is http*'example.com'*AllowHttp*" },
        { "password", o => o.Url = "https://user:hunter2@example.com/x", "Url holds a user or password*" },
        { "secret", o => o.Secret = "short", "Secret is too short*16*" },
        { "header", o => o.Headers["X-A"] = "a\r\nX-B: b", "Headers: 'X-A'*" },
        { "content header", o => o.Headers["Content-Type"] = "text/plain", "Headers: 'Content-Type'*" },
        { "own header", o => o.Headers["x-pgbackup-event"] = "a", "Headers: 'x-pgbackup-event' is the library's own*" },
        { "retries", o => o.Retries = 21, "Retries is 21*" },
        { "timeout", o => o.Timeout = TimeSpan.Zero, "Timeout is 00:00:00*" },
        { "attempt", o => o.AttemptTimeout = TimeSpan.FromHours(1), "AttemptTimeout is 01:00:00*" },
        { "delay", o => o.RetryDelay = TimeSpan.Zero, "RetryDelay is 00:00:00*" },
        { "kind", o => o.Kinds.Add((BackupEventKind)99), "Kinds holds 99*" },
        { "severity", o => o.MinimumSeverity = (BackupEventSeverity)9, "MinimumSeverity is 9*" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Mistake_is_refused_where_it_is_made(string what, Action<WebhookOptions> mistake, string message)
    {
        var act = () => new ServiceCollection().AddPgBackup().AddWebhook(o =>
        {
            o.Url = "https://example.com/T0KEN";
            mistake(o);
        });

        act.Should().Throw<ArgumentException>(what).WithMessage(message).Which.ToString()
            .Should().NotContain("hunter2").And.NotContain("T0KEN").And.NotContain("short\"");
    }

    [Theory]
    [InlineData("https://example.com/x", false)]
    [InlineData("http://localhost:8080/x", false)]
    [InlineData("http://[::1]/x", false)]
    [InlineData("http://example.com/x", true)]
    public void Address_is_taken(string url, bool allowHttp) =>
        new ServiceCollection().AddPgBackup().AddWebhook(o => (o.Url, o.AllowHttp) = (url, allowHttp)).Should().NotBeNull();

    private static bool IsSigned(HttpReceiver.Received got, string secret) =>
        NotifyExamples.IsGenuine(got.Headers["X-PgBackup-Signature"], got.Body, secret, DateTimeOffset.UtcNow);

    private static EventApp App(
        HttpReceiver receiver, Action<WebhookOptions>? configure = null, Action<IPgBackupBuilder>? build = null) => new(b =>
    {
        b.AddWebhook(o =>
        {
            o.Url = $"{receiver.Url}/hooks/T0KEN?key=S3CRET";
            o.Secret = Secret;
            o.RetryDelay = TimeSpan.FromMilliseconds(10);
            configure?.Invoke(o);
        });
        build?.Invoke(b);
    });

    private static (long Delivered, long Failed) Delivered(EventApp app)
    {
        var status = app.Hub.Notifiers.Single(n => n.Name.StartsWith("webhook", StringComparison.Ordinal));
        return (status.Delivered, status.Failed);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();

    private sealed class Stamp(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Stamp", "host");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
