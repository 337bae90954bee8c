namespace PgBackup.ConsoleHost.Hosting;

/// <summary>What the library is set up with.</summary>
/// <param name="Connection">The connection string; null where a command needs no server.</param>
/// <param name="Store">The directory of the store; null for the library's default.</param>
/// <param name="History">Whether operations are logged in the database.</param>
internal sealed record HostSettings(string? Connection, string? Store, bool History);
