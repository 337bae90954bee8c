using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.Tests.Documents;

/// <summary>The C# examples of <c>docs/notify.md</c>; <see cref="ReadmeTests"/> holds them against each other.</summary>
internal static class NotifyExamples
{
    internal interface ITicketSystem
    {
        Task OpenAsync(string name, string text, CancellationToken cancellationToken);

        Task CloseAsync(string name, CancellationToken cancellationToken);
    }

    public static void Register(IServiceCollection services, string connectionString, string secret)
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .AddSchedule("nightly", "0 2 * * *")
            .AddWebhook(o =>
            {
                o.Url = "https://hooks.example.com/backups";
                o.Secret = secret;
                o.MinimumSeverity = BackupEventSeverity.Warning;
            })
            .AddHeartbeat("https://heartbeats.example.com/ping/4711", o => o.FailureSuffix = "/fail");
    }

    public static bool IsGenuine(string signature, byte[] body, string secret, DateTimeOffset now)
    {
        var parts = signature.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        if (!long.TryParse(parts.GetValueOrDefault("t"), out var sentAt) || Math.Abs(now.ToUnixTimeSeconds() - sentAt) > 300)
            return false;
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{sentAt}."), .. body];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(parts.GetValueOrDefault("v1", "")));
    }

    public static void RegisterEmail(IServiceCollection services, string connectionString, string password)
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .AddSchedule("nightly", "0 2 * * *")
            .AddEmail(o =>
            {
                o.Host = "mail.example.com";   // STARTTLS on port 587; o.Security chooses TLS from the first byte, or none
                o.UserName = "backups";
                o.Password = password;
                o.From = "backups@example.com";
                o.To.Add("ops@example.com");
            });
    }

    public static void RegisterOwn(IServiceCollection services, string connectionString)
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .AddNotifier<TicketNotifier>(o =>
            {
                o.Kinds.Add(BackupEventKind.Failed);
                o.Kinds.Add(BackupEventKind.Recovered);
                o.Timeout = TimeSpan.FromSeconds(30);
            });
    }

    public static void Listen(IBackupEvents events)
    {
        events.Published += (_, e) => Console.WriteLine($"{e.OccurredAt:u} {e.Kind}: {e.Message}");   // IBackupEvents
    }

    public sealed class TicketNotifier(ITicketSystem tickets) : IBackupNotifier
    {
        public async Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
        {
            if (backupEvent.Kind == BackupEventKind.Recovered)
                await tickets.CloseAsync($"backup {backupEvent.ScheduleId}", cancellationToken);
            else
                await tickets.OpenAsync($"backup {backupEvent.ScheduleId}", backupEvent.Message, cancellationToken);
        }
    }
}
