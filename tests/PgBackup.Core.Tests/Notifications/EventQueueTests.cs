using FluentAssertions;
using PgBackup.Events;
using Xunit;

namespace PgBackup.Tests.Notifications;

[Trait("Category", "Unit")]
public sealed class EventQueueTests
{
    private readonly EventQueue _queue = new(3);

    [Fact]
    public void Events_come_out_in_the_order_they_went_in()
    {
        Add("a", BackupEventSeverity.Error).Should().BeNull();
        Add("b", BackupEventSeverity.Information).Should().BeNull();

        (_queue.Take()!.Message, _queue.Take()!.Message, _queue.Take()).Should().Be(("a", "b", null));
    }

    [Fact]
    public void Full_queue_drops_the_oldest_of_the_lowest_severity()
    {
        Add("a", BackupEventSeverity.Error);
        Add("b", BackupEventSeverity.Warning);
        Add("c", BackupEventSeverity.Warning);

        Add("d", BackupEventSeverity.Error).Should().Be("b");
        Add("e", BackupEventSeverity.Information).Should().Be("e");
        Add("f", BackupEventSeverity.Warning).Should().Be("c");
        Add("g", BackupEventSeverity.Error).Should().Be("f");
        Add("h", BackupEventSeverity.Error).Should().Be("a");

        string.Concat(Enumerable.Range(0, 3).Select(_ => _queue.Take()!.Message)).Should().Be("dgh");
    }

    private string? Add(string message, BackupEventSeverity severity) =>
        _queue.Add(Happened.Event(severity: severity, message: message))?.Message;
}
