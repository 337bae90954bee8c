using FluentAssertions;
using PgBackup.Archive;
using PgBackup.Backup;
using Xunit;

namespace PgBackup.Tests.Backup;

[Trait("Category", "Unit")]
public sealed class RehearsalTests
{
    // A backup goes on without it, so nothing else would tell.
    [Theory]
    [InlineData(BackupCompression.Gzip)]
    [InlineData(BackupCompression.Zstd)]
    [InlineData(BackupCompression.None)]
    public async Task Backup_of_nothing_is_written_with_each_compression(BackupCompression compression)
    {
        var rehearse = () => Rehearsal.WriteAsync(SegmentCodec.For(compression));

        await rehearse.Should().NotThrowAsync();
    }
}
