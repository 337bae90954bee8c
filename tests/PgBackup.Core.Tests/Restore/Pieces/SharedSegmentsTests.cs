using FluentAssertions;
using PgBackup.Restore;
using Xunit;

namespace PgBackup.Tests.Restore.Pieces;

[Trait("Category", "Unit")]
public sealed class SharedSegmentsTests
{
    [Fact]
    public void Workers_get_every_segment_once_and_each_in_order()
    {
        int[] segments = [.. Enumerable.Range(0, 2_000_000).Select(i => 3 * i)];
        var shared = new SharedSegments(segments);
        using var start = new Barrier(4);

        var taken = Enumerable.Range(0, 4).Select(_ => new List<int>()).ToList();
        var threads = taken.ConvertAll(mine => new Thread(() =>
        {
            start.SignalAndWait();
            mine.AddRange(shared);
        }));
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        taken.SelectMany(mine => mine).Order().SequenceEqual(segments).Should().BeTrue();
        taken.Should().OnlyContain(mine => mine.SequenceEqual(mine.Order()));
        shared.Should().BeEmpty();
    }
}
