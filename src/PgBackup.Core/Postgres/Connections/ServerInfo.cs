using System.Globalization;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>What a connection tells of its server.</summary>
internal sealed record ServerInfo(ServerVersion Version, string Database, string Role, bool IsSuperuser, string Encoding)
{
    private const string Query = """
        SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.current_database()::text, CURRENT_USER::text,
               (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER),
               pg_catalog.current_setting('server_encoding')
        """;

    /// <summary>Asks the server.</summary>
    /// <exception cref="PgBackupException"><c>server_not_supported</c>: older than PostgreSQL 13.</exception>
    public static async Task<ServerInfo> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Query, connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var version = new ServerVersion(int.Parse(reader.GetString(0), CultureInfo.InvariantCulture));
            if (!version.IsAtLeast(ServerVersion.OldestMajor))
            {
                throw new PgBackupException(
                    PgBackupErrorCodes.ServerNotSupported,
                    $"The server is PostgreSQL {version}; PgBackup works with {ServerVersion.OldestMajor} and newer.");
            }

            var isSuperuser = !reader.IsDBNull(3) && reader.GetBoolean(3);
            return new ServerInfo(version, reader.GetString(1), reader.GetString(2), isSuperuser, reader.GetString(4));
        }
    }
}
