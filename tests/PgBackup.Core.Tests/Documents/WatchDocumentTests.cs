using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Documents;

public sealed class WatchDocumentTests
{
    [Fact]
    public void Page_names_each_reason_and_each_bound()
    {
        var document = Repository.ReadFile("docs/watch.md");

        Enum.GetNames<BackupHealthReasonKind>().Should().OnlyContain(name => document.Contains($"| `{name}` |"));
        typeof(BackupHealthOptions).GetProperties().Should().OnlyContain(p => document.Contains($"`{p.Name}`"));
    }
}
