using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive;

[Trait("Category", "Unit")]
public sealed class BackupIdTests
{
    [Fact]
    public void Ids_sort_by_time_in_utc_and_differ()
    {
        var time = new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.FromHours(-5));

        var id = BackupId.Create(time);

        id.Should().StartWith("20260201-040000-00");
        BackupId.IsValid(id).Should().BeTrue();
        Enumerable.Range(0, 20).Select(_ => BackupId.Create(time)).Should().OnlyHaveUniqueItems();
        int[] later = [4, 500, 999, 1000];
        later.Select(milliseconds => BackupId.Create(time.AddMilliseconds(milliseconds))).Prepend(id).Should()
            .BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("20260131-020000-0a1b2c3")]
    [InlineData("20260131-020000-0a1b2c3dd")]
    [InlineData("20260131-020000-0A1B2C3D")]
    [InlineData("20260131-020000-0a1b2c3d\n")]
    [InlineData("20260131-020000-0a1b2c3d/..")]
    [InlineData("../60131-020000-0a1b2c3d")]
    [InlineData("٢٠٢٦0131-020000-0a1b2c3d")]
    [InlineData(" 20260131-020000-0a1b2c3d")]
    public void Anything_else_is_no_id(string? text) => BackupId.IsValid(text).Should().BeFalse();
}
