using Npgsql;
using NpgsqlTypes;

namespace PgBackup.Postgres;

/// <summary>Makes parameters of statements: <c>$1</c> and so on.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    // Npgsql would take a number without a sign for a bigint.
    public static NpgsqlParameter OfOid(uint value) =>
        new NpgsqlParameter<uint> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Oid };

    /// <param name="values">The numbers; null for NULL.</param>
    public static NpgsqlParameter OfOids(IEnumerable<uint>? values) => new()
    {
        Value = values is null ? DBNull.Value : values.ToArray(),
        NpgsqlDbType = NpgsqlDbType.Oid | NpgsqlDbType.Array,
    };
}
