using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>One after the other, on one server.</summary>
[CollectionDefinition(Name)]
public sealed class FaultTestGroup : ICollectionFixture<FaultServer>
{
    public const string Name = "faults";
}
