namespace PgBackup.Postgres;

/// <summary>How rows of a database without an encoding travel: as they are, looked at by nobody.</summary>
internal static class CopyEncoding
{
    /// <summary>What the server calls the encoding of a database that has none.</summary>
    public const string None = "SQL_ASCII";

    /// <summary>Writes the option of a COPY statement.</summary>
    public static string Clause(bool isRaw) => isRaw ? $" WITH (ENCODING '{None}')" : "";
}
