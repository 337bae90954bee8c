namespace PgBackup.Postgres;

/// <summary>A server's version, as <c>server_version_num</c> has it.</summary>
internal readonly record struct ServerVersion(int Number)
{
    /// <summary>The oldest major that is supported.</summary>
    public const int OldestMajor = 13;

    /// <summary>The newest major that this library was written for.</summary>
    public const int NewestMajor = 18;

    public int Major => Number / 10000;

    public bool IsAtLeast(int major) => Major >= major;

    /// <summary>Chooses a query fragment: <paramref name="expression"/> where the server has it, else
    /// <paramref name="otherwise"/>.</summary>
    public string Since(int major, string expression, string otherwise = "NULL") => IsAtLeast(major) ? expression : otherwise;

    public override string ToString() => $"{Major}.{Number % 10000}";
}
