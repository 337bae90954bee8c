namespace PgBackup.ConsoleHost;

/// <summary>What the program says to scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    public const int Failed = 1;

    public const int Usage = 2;
}
