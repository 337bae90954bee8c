using System.Text;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using PgBackup.Email;
using Xunit;

namespace PgBackup.Tests.Notifications;

[Trait("Category", "Unit")]
public sealed class EmailTests
{
    private const string Password = "pa55word-of-mail";

    [Fact]
    public async Task Event_is_sent_as_text_and_html_to_all_recipients_under_tls()
    {
        await using var server = new MailServer { Login = ("backups", Password) };
        await using var app = App(server, o =>
        {
            (o.UserName, o.Password) = ("backups", Password);
            o.To.Add("Dr. Ops <ops2@example.com>");
        });

        app.Hub.Publish(Happened.Event(BackupEventKind.Failed, BackupEventSeverity.Error, "The table <b>\"shop\"</b> & co failed.") with
        {
            Advice = "Mend <it>.",
            Database = "shöp",
            ScheduleId = "nightly",
            ScheduleName = "Daily Full",
            ErrorCode = "connection_failed",
            Warnings = ["<script>alert(1)</script>"],
        });
        var told = (await app.ToldAsync()).Single();

        app.Logged.Should().BeEmpty();
        var mail = server.Mails.Should().ContainSingle().Subject;
        (mail.From, mail.User, mail.WasSecure).Should().Be(("backups@example.com", "backups", true));
        mail.To.Should().Equal("ops@example.com", "ops2@example.com");
        var message = Read(mail);
        message.Subject.Should().Be("[PgBackup] Error: backup failed, database shöp, schedule Daily Full");
        message.MessageId.Should().Be($"{told.Id}@example.com");
        message.Headers["Auto-Submitted"].Should().Be("auto-generated");
        message.Importance.Should().Be(MessageImportance.High);
        message.Body.Should().BeOfType<MultipartAlternative>();
        TextOf(message).Should().Contain("The table <b>\"shop\"</b> & co failed.").And.Contain("What to do:\nMend <it>.")
            .And.Contain("- <script>").And.Contain("Error: connection_failed").And.Contain("Schedule: Daily Full (nightly)");
        message.HtmlBody.Should().Contain("The table &lt;b&gt;&quot;shop&quot;&lt;/b&gt; &amp; co failed.")
            .And.Contain("<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>").And.NotContain("<script>");
        mail.Text.Should().NotContain(Password);
    }

    [Theory]
    [InlineData(EmailSecurity.Tls)]
    [InlineData(EmailSecurity.None)]
    public async Task Other_ways_to_connect(EmailSecurity security)
    {
        await using var server = new MailServer { IsTls = security == EmailSecurity.Tls, OffersStartTls = false };
        await using var app = App(server, o => o.Security = security);

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Warning));
        await app.ToldAsync();

        server.Mails.Should().ContainSingle().Which.WasSecure.Should().Be(security == EmailSecurity.Tls);
    }

    [Fact]
    public async Task Name_with_line_feeds_begins_no_header()
    {
        await using var server = new MailServer();
        await using var app = App(server);

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error) with
        {
            Database = "a\r\nBcc: thief@example.com\r\n\r\nBody",
            ScheduleName = "b\nX-Evil: 1\u2028\0" + new string('x', 300),
        });
        await app.ToldAsync();

        var mail = server.Mails.Should().ContainSingle().Subject;
        mail.To.Should().Equal("ops@example.com");
        var message = Read(mail);
        message.Headers.Select(h => h.Field).Should().NotContain(["Bcc", "X-Evil"]);
        message.Subject.Should()
            .StartWith("[PgBackup] Error: backup made, database a  Bcc: thief@example.com    Body, schedule b X-Evil: 1")
            .And.HaveLength(200);
        TextOf(message).Should().Contain("Database: a  Bcc: thief@example.com    Body\n");
    }

    [Fact]
    public async Task Certificate_that_nobody_vouches_for_is_refused()
    {
        await using var server = new MailServer();
        await using var app = App(
            server, o => o.CertificateSha256 = null, b => Add(b, server, o => o.CertificateSha256 = new string('0', 64)));

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error));
        await app.ToldAsync();

        server.Mails.Should().BeEmpty();
        server.Connections.Should().Be(2, "another try mends no certificate");
        app.Logged.Should().Contain("the server's certificate is not valid");
        app.Hub.Notifiers.Sum(n => n.Failed).Should().Be(2);
    }

    [Fact]
    public async Task Server_without_tls_is_refused()
    {
        await using var server = new MailServer { OffersStartTls = false };
        await using var app = App(server);

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error));
        await app.ToldAsync();

        server.Mails.Should().BeEmpty();
        app.Logged.Should().Contain("does not offer what the options ask for, such as STARTTLS (1 attempt)");
    }

    [Fact]
    public async Task Wrong_password_is_told_and_never_shown()
    {
        await using var server = new MailServer { Login = ("backups", "another") };
        await using var app = App(server, o => (o.UserName, o.Password) = ("backups", Password));

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error));
        await app.ToldAsync();

        server.Mails.Should().BeEmpty();
        app.Logged.Should().Contain("the server does not take the user name and password (1 attempt)").And.NotContain(Password)
            .And.NotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0backups\0{Password}")));
    }

    [Fact]
    public async Task Busy_server_is_tried_again()
    {
        await using var server = new MailServer { Busy = 2 };
        await using var app = App(server);

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error));
        await app.ToldAsync();

        (server.Mails.Count, server.Connections).Should().Be((1, 3));
    }

    [Fact]
    public async Task Recipient_that_has_left_keeps_the_news_from_nobody_else()
    {
        await using var server = new MailServer { Unknown = ["gone@example.com"] };
        await using var app = App(server, o => o.To.Add("gone@example.com"));

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error));
        await app.ToldAsync();

        server.Mails.Should().ContainSingle().Which.To.Should().Equal("ops@example.com");
        app.Logged.Should().Contain("was taken, but not for gone@example.com (550)");
    }

    [Fact]
    public async Task Server_that_hangs_or_is_not_there_is_given_up()
    {
        await using var server = new MailServer { IsMute = true };
        await using var app = App(
            server, o => (o.AttemptTimeout, o.Retries) = (TimeSpan.FromMilliseconds(200), 1),
            b => Add(b, server, o => (o.Port, o.Retries) = (1, 1)));

        app.Hub.Publish(Happened.Event(severity: BackupEventSeverity.Error));
        await app.ToldAsync();

        server.Connections.Should().Be(2);
        app.Logged.Should().Contain("was not taken in time (2 attempts)").And.Contain("cannot be reached, or hung up (2 attempts)");
    }

    [Fact]
    public async Task Success_is_not_told_unless_it_is_asked_for()
    {
        await using var server = new MailServer();
        var services = new ServiceCollection();
        services.AddPgBackup().AddEmail(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Host"] = "127.0.0.1",
            ["Port"] = $"{server.Port}",
            ["Security"] = "StartTls",
            ["CertificateSha256"] = MailServer.Fingerprint,
            ["From"] = "Backups <backups@example.com>",
            ["To:0"] = "ops@example.com",
        }).Build());
        await using (var provider = services.BuildServiceProvider())
        {
            var hub = provider.GetRequiredService<PgBackup.Events.EventHub>();
            hub.Publish(Happened.Event());
            hub.Publish(Happened.Event(BackupEventKind.Recovered, BackupEventSeverity.Notice));
        }

        var mail = server.Mails.Should().ContainSingle().Subject;
        Read(mail).Subject.Should().Be("[PgBackup] Notice: backups work again");
    }

    public static TheoryData<Action<EmailOptions>, string> Refusals => new()
    {
        { o => o.Host = "", "Host is missing*" },
        { o => o.Port = 70000, "Port is 70000*" },
        { o => o.From = "nobody", "From holds 'nobody'*" },
        { o => o.From = "a@example.com\r\nBcc: b@example.com", "From holds*" },
        { o => o.To.Clear(), "To is empty*" },
        { o => o.To.Add("@example.com"), "To holds '@example.com'*" },
        { o => o.UserName = "me", "UserName and Password go together*" },
        { o => (o.UserName, o.Password, o.Security) = ("me", "pw", EmailSecurity.None), "A password would cross the network unprotected*" },
        { o => o.CertificateSha256 = "12:34", "CertificateSha256 must be 64*" },
        { o => o.SubjectPrefix = "a\nb", "SubjectPrefix must be one line*" },
        { o => o.Security = (EmailSecurity)7, "Security is 7*" },
        { o => o.Retries = -1, "Retries is -1*" },
        { o => o.AttemptTimeout = TimeSpan.Zero, "AttemptTimeout is 00:00:00*" },
        { o => o.RetryDelay = TimeSpan.FromHours(1), "RetryDelay is 01:00:00*" },
        { o => o.Timeout = TimeSpan.FromDays(2), "Timeout is 2.00:00:00*" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Mistake_is_refused_where_it_is_made(Action<EmailOptions> mistake, string message)
    {
        var act = () => new ServiceCollection().AddPgBackup().AddEmail(o =>
        {
            (o.Host, o.From) = ("mail.example.com", "backups@example.com");
            o.To.Add("ops@example.com");
            mistake(o);
        });

        act.Should().Throw<ArgumentException>().WithMessage(message);
    }

    // Text comes back with the line ends of this machine.
    private static string TextOf(MimeMessage message) => message.TextBody!.ReplaceLineEndings("\n");

    private static MimeMessage Read(MailServer.Mail mail) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail.Text)));

    private static EventApp App(
        MailServer server, Action<EmailOptions>? configure = null, Action<IPgBackupBuilder>? build = null) => new(b =>
    {
        Add(b, server, configure);
        build?.Invoke(b);
    });

    private static void Add(IPgBackupBuilder builder, MailServer server, Action<EmailOptions>? configure) => builder.AddEmail(o =>
    {
        (o.Host, o.Port, o.From) = ("127.0.0.1", server.Port, "Backups <backups@example.com>");
        o.To.Add("ops@example.com");
        o.CertificateSha256 = MailServer.Fingerprint;
        o.RetryDelay = TimeSpan.FromMilliseconds(10);
        configure?.Invoke(o);
    });
}
