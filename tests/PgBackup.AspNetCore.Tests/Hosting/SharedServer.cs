namespace PgBackup.AspNetCore.Tests.Hosting;

[CollectionDefinition(Name)]
public sealed class SharedServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "server";
}
