using FluentAssertions;
using FluentAssertions.Execution;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

[Collection(CorpusTestGroup.Name)]
public sealed class CorpusTests(FidelityTable table)
{
    /// <summary>Judged by catalogs and rows, which an oracle of its own reads, and by pg_dump where the installed one serves the
    /// major.</summary>
    [Theory]
    [EachMajor(
        "Schemas", "PublicSchema", "Privileges", "Extensions", "Types", "Functions", "Operators", "Languages", "TextSearch", "ForeignData",
        "Tables", "Sequences", "Partitions", "Inheritance", "ForeignTables",
        "Constraints", "PartitionConstraints", "Indexes", "Views", "Triggers", "Policies", "Publications", "Subscriptions")]
    public async Task Copies_by_the_library_and_by_psql_equal_the_original(int major, string corpus)
    {
        await using var copies = await CorpusCopies.MakeAsync(major, corpus);
        var dump = await PgDump.FindAsync(major);
        var expected = dump is null ? null : await dump.DumpAsync(copies.Original);

        using (new AssertionScope())
        {
            await ShouldEqualOriginalAsync(copies.Restored);
            await ShouldEqualOriginalAsync(copies.Loaded);
        }

        table.Add(major, await DatabaseComparison.CountObjectsAsync(copies.Original.ConnectionString));

        async Task ShouldEqualOriginalAsync(TestDatabase copy)
        {
            (await DatabaseComparison.CompareAsync(copies.Original.ConnectionString, copy.ConnectionString)).Should().BeEmpty();
            if (dump is not null)
                (await dump.DumpAsync(copy)).Should().Be(expected);
        }
    }
}
