using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

[Collection("Corpus")] // they share roles
public sealed class DefinitionTests
{
    [Theory]
    [EachMajor(
        "Schemas", "PublicSchema", "Privileges", "Extensions", "Types", "Functions", "Operators", "Languages", "TextSearch", "ForeignData",
        "Tables", "Sequences", "Partitions", "Inheritance", "ForeignTables",
        "Constraints", "PartitionConstraints", "Indexes", "Views", "Triggers", "Policies", "Publications", "Subscriptions")]
    public async Task Objects_made_from_what_was_read_are_the_same(int major, string corpus)
    {
        await using var databases = await DefinitionCopy.MakeAsync(major, corpus);

        var differences = await DatabaseComparison.CompareAsync(
            databases.Original.ConnectionString, databases.Copy.ConnectionString, new ComparisonOptions { Data = false });

        differences.Should().BeEmpty();
    }

    [Theory]
    [EachMajor(
        "Schemas", "Privileges", "Extensions", "Types", "Functions", "Operators", "Languages", "TextSearch", "ForeignData",
        "Tables", "Sequences", "Partitions", "Inheritance", "ForeignTables",
        "Constraints", "PartitionConstraints", "Indexes", "Views", "Triggers", "Policies", "Publications", "Subscriptions",
        NeedsPgDump = true)]
    public async Task Dumps_of_original_and_copy_are_equal(int major, string corpus)
    {
        var dump = (await PgDump.FindAsync(major))!;
        await using var databases = await DefinitionCopy.MakeAsync(major, corpus);

        var original = await dump.SchemaAsync(databases.Original);

        original.Should().Contain("CREATE ");
        (await dump.SchemaAsync(databases.Copy)).Should().Be(original);
    }
}
