using FluentAssertions;
using PgBackup.CustomStore;
using PgBackup.Stores;
using PgBackup.Testing;
using Xunit;

namespace PgBackup.Tests.Conformance;

[Trait("Category", "Unit")]
public sealed class BackupStoreConformanceTests
{
    [Fact]
    public async Task Local_directory_meets_all_requirements_and_is_empty_afterwards()
    {
        var directory = Directory.CreateTempSubdirectory("pgbackup-store-");
        try
        {
            (await new BackupStoreConformance(new LocalFileStore(directory.FullName)).RunAsync()).ThrowIfBad();

            directory.GetFiles().Select(f => f.Name).Should().BeEquivalentTo(".gitignore");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Store_of_the_sample_meets_all_requirements()
    {
        (await new BackupStoreConformance(new MemoryStore()).RunAsync()).ThrowIfBad();
    }

    [Theory]
    [InlineData(StoreFault.ListsTooEarly, "invisible until it is completed")]
    [InlineData(StoreFault.IgnoresOffset, "any range")]
    [InlineData(StoreFault.IgnoresLength, "any range")]
    [InlineData(StoreFault.RefusesRangesBeyondTheEnd, "goes beyond the file")]
    [InlineData(StoreFault.KeepsWhatWasNotCompleted, "not completed leaves nothing")]
    [InlineData(StoreFault.InventsMissingFiles, "missing file")]
    [InlineData(StoreFault.DeletesSilently, "deleting tells")]
    [InlineData(StoreFault.CleansUpTooMuch, "cleaning up")]
    [InlineData(StoreFault.ForgetsTimes, "length and time")]
    [InlineData(StoreFault.LosesTheLastByte, "read as it was written")]
    [InlineData(StoreFault.IsNameless, "description")]
    public async Task Fault_of_a_store_is_found(StoreFault fault, string requirement)
    {
        var report = await new BackupStoreConformance(new FaultyStore(fault)).RunAsync();

        report.Results.Where(r => !r.IsMet).Should().Contain(r => r.Requirement.Contains(requirement));
        report.Invoking(r => r.ThrowIfBad()).Should().Throw<ConformanceException>().WithMessage($"*FAILED*{requirement}*");
    }
}
