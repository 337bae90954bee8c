namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>A host that many tests share, since none of them gets as far as changing anything.</summary>
public sealed class UntouchedHost(ServerFixture fixture) : ApiTest(fixture)
{
    public ApiClient Administrator => Admin;

    public Uri Address => Host.Address;

    public string StoreDirectory => Store;
}
