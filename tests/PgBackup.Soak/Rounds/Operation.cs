namespace PgBackup.Soak.Rounds;

/// <summary>A backup or a restore: as a call, and as a command that can be killed.</summary>
/// <param name="Name">What it is called in a line of output.</param>
/// <param name="Connection">The database that it works on.</param>
/// <param name="CallAsync">The call.</param>
/// <param name="Command">The arguments of the console host, but for connection and store.</param>
internal sealed record Operation(
    string Name, string Connection, Func<IDatabaseBackup, CancellationToken, Task> CallAsync, IReadOnlyList<string> Command);
