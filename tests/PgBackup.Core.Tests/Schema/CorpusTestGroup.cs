using Xunit;

namespace PgBackup.Tests.Schema;

/// <summary>The tests over corpora: they run one after the other, since they share roles.</summary>
[CollectionDefinition(Name)]
public sealed class CorpusTestGroup : ICollectionFixture<FidelityTable>
{
    public const string Name = "Corpus";
}
