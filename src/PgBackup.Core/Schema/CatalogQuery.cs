using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Runs catalog queries in the backup's snapshot and collects what they find. Not for concurrent use.</summary>
internal sealed class CatalogQuery(NpgsqlConnection connection, Catalog catalog, IReadOnlyDictionary<uint, string> roles)
{
    public Catalog Catalog { get; } = catalog;

    public ServerVersion Server => Catalog.Server;

    /// <summary>Gets what the caller has to know about: objects that could not be read and are left out.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets the name of a role; a role that was dropped under its objects is named by its OID, as the server does.</summary>
    public string RoleName(uint oid) => roles.TryGetValue(oid, out var name) ? name : $"{oid}";

    /// <summary>Runs <paramref name="sql"/> and calls <paramref name="read"/> for each row. <c>search_path</c> is empty, so names come back
    /// qualified; catalogs are written with <c>pg_catalog.</c> all the same.</summary>
    public async Task ForEachAsync(string sql, Action<CatalogRow> read, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var row = new CatalogRow(reader);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                read(row);
        }
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
