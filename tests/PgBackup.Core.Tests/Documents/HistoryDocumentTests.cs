using FluentAssertions;
using PgBackup.History;
using Xunit;

namespace PgBackup.Tests.Documents;

public sealed class HistoryDocumentTests
{
    [Fact]
    public void Scripts_and_grants_are_those_of_the_library()
    {
        var document = Repository.ReadFile("docs/history.md");

        foreach (var migration in HistoryMigration.All)
            document.Should().Contain($"### {migration.Name}\n\n```sql\n{migration.Script.ReplaceLineEndings("\n")}```\n");
        document.Should().Contain(HistorySchema.Grants("app").Replace("; ", ";\n", StringComparison.Ordinal));
    }
}
