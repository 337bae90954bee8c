using System.Globalization;
using System.Security.Cryptography;

namespace PgBackup.Postgres;

/// <summary>Keys of advisory locks ("Advisory Locks" in the manual) that nobody else uses.</summary>
internal static class AdvisoryKey
{
    public static long New() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Writes a key as SQL.</summary>
    public static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the condition under which a row <c>l</c> of <c>pg_locks</c> is a lock of a key.</summary>
    public static string Condition(long key)
    {
        var bits = unchecked((ulong)key);
        return string.Create(
            CultureInfo.InvariantCulture, $"l.locktype = 'advisory' AND l.classid = {(uint)(bits >> 32)} AND l.objid = {(uint)bits} AND l.objsubid = 1");
    }
}
