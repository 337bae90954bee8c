using System.Globalization;
using System.Security.Cryptography;

namespace PgBackup.Postgres;

/// <summary>Keys of advisory locks ("Advisory Locks" in the manual) that nobody else uses.</summary>
internal static class AdvisoryKey
{
    public static long New() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Writes a key as SQL.</summary>
    public static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes PL/pgSQL that takes a lock from those who share it by ending their sessions: a session whose client is gone may go
    /// on with its statement for a long time.</summary>
    public static string TakeFromHolders(long key)
    {
        var bits = unchecked((ulong)key);
        return string.Create(CultureInfo.InvariantCulture, $"""
            WHILE NOT pg_catalog.pg_try_advisory_lock({key}) LOOP
                PERFORM pg_catalog.pg_terminate_backend(l.pid)
                FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
                WHERE d.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()
                  AND l.locktype = 'advisory' AND l.classid = {(uint)(bits >> 32)} AND l.objid = {(uint)bits} AND l.objsubid = 1;
                PERFORM pg_catalog.pg_sleep(0.05);
            END LOOP;
            """);
    }
}
