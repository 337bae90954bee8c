using FluentAssertions;
using PgBackup.Restore;
using Xunit;

namespace PgBackup.Tests.Restore.Pieces;

[Trait("Category", "Unit")]
public sealed class DefinitionStagesTests
{
    private const int Many = DefinitionStages.SharedFrom;

    [Fact]
    public void Many_tables_are_shared_and_others_keep_their_place()
    {
        List<BackupEntry> entries = [Entry(1, "FUNCTION"), .. Tables(2, Many), Entry(2 + Many, "VIEW"), .. Tables(3 + Many, Many - 1)];

        var stages = Divide(entries);

        stages.Should().HaveCount(3);
        stages[0].Entries.Should().Equal(entries[0]);
        stages[0].Shared.Should().BeEmpty();
        stages[1].Entries.Should().BeEmpty();
        stages[1].Shared.Select(n => n.Entry).Should().Equal(entries.Skip(1).Take(Many));
        stages[2].Entries.Should().Equal(entries.Skip(1 + Many));
    }

    [Fact]
    public void What_depends_on_another_relation_comes_after_it_and_never_beside_it()
    {
        var parent = Entry(1, "TABLE", needs: [500]);
        var child = Entry(2, "TABLE", needs: [1, 500]);
        var sibling = Entry(3, "TABLE", needs: [1]);
        var sequence = Entry(4, "SEQUENCE", relation: 2);
        List<BackupEntry> entries = [parent, child, sibling, sequence, .. Tables(10, Many)];

        var nodes = Divide([.. entries, Entry(500, "TYPE")]).First(s => s.Shared.Count > 0).Shared;

        nodes[1].Needs.Should().Equal(nodes[0]);
        nodes[3].Needs.Should().Equal(nodes[1]);
        nodes[1].Locks.ConflictWith(nodes[2].Locks).Should().BeTrue("both lock what they inherit from");
        nodes[1].Locks.ConflictWith(nodes[3].Locks).Should().BeTrue();
        nodes[0].Locks.ConflictWith(nodes[4].Locks).Should().BeFalse();
        // A type is not locked.
        nodes[0].Locks.IsAlone(500).Should().BeFalse();
    }

    [Theory]
    [InlineData("_named", 0)]
    [InlineData("ééééééééééééééééééééééééééééééé", 0)]
    [InlineData("named_", 1)]
    public void Names_that_could_be_those_of_array_types_are_not_shared(string name, int shared)
    {
        var table = Entry(1, "TABLE", name: name);
        var sequence = Entry(2, "SEQUENCE", relation: 1);

        var stages = Divide([table, sequence, .. Tables(3, Many)]);

        stages.SelectMany(s => s.Shared).Count(n => n.Entry == table).Should().Be(shared);
        stages.SelectMany(s => s.Shared).Count(n => n.Entry == sequence).Should().Be(shared);
        stages.Sum(s => s.Entries.Count + s.Shared.Count).Should().Be(Many + 2);
    }

    private static IReadOnlyList<DefinitionStage> Divide(IReadOnlyList<BackupEntry> entries) =>
        DefinitionStages.Divide(entries, entries.ToDictionary(e => e.Id));

    private static IEnumerable<BackupEntry> Tables(int from, int count) => Enumerable.Range(from, count).Select(i => Entry(i, "TABLE"));

    private static BackupEntry Entry(int id, string kind, int[]? needs = null, int? relation = null, string? name = null) => new()
    {
        Id = id,
        Kind = kind,
        Name = name ?? $"o{id}",
        Section = BackupSection.PreData,
        Dependencies = needs ?? [],
        Relation = relation,
    };
}
