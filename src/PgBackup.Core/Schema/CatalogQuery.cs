using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Runs catalog queries in the backup's snapshot and collects what they find. Not for concurrent use.</summary>
/// <remarks>A query may be sent before the reader's turn; what it returns is looked at when the turn has come.</remarks>
internal sealed class CatalogQuery
{
    private readonly NpgsqlConnection _connection;
    private readonly Catalog _catalog;
    private readonly IReadOnlyDictionary<uint, string> _roles;
    private readonly Task? _turn;
    private bool _isOpen;

    public CatalogQuery(NpgsqlConnection connection, Catalog catalog, IReadOnlyDictionary<uint, string> roles)
        : this(connection, catalog, roles, [], turn: null)
    {
    }

    private CatalogQuery(
        NpgsqlConnection connection, Catalog catalog, IReadOnlyDictionary<uint, string> roles, List<string> warnings, Task? turn)
    {
        (_connection, _catalog, _roles, _turn) = (connection, catalog, roles, turn);
        _isOpen = turn is null;
        Warnings = warnings;
    }

    /// <summary>Gets the catalog: readers fill it in a fixed order, so it is closed to one whose turn has not come.</summary>
    /// <exception cref="InvalidOperationException">A reader looks into the catalog before it has run a query or waited.</exception>
    public Catalog Catalog => _isOpen
        ? _catalog
        : throw new InvalidOperationException("The catalog is still being filled by earlier readers; run a query or wait first.");

    public ServerVersion Server => _catalog.Server;

    /// <summary>Gets what the caller has to know about: objects that could not be read and are left out.</summary>
    public List<string> Warnings { get; }

    /// <summary>Gets the name of a role; a role that was dropped under its objects is named by its OID, as the server does.</summary>
    public string RoleName(uint oid) => _roles.TryGetValue(oid, out var name) ? name : $"{oid}";

    /// <summary>Returns the same over another connection, for a reader whose turn comes when <paramref name="turn"/> completes.</summary>
    public CatalogQuery For(NpgsqlConnection connection, Task turn) => new(connection, _catalog, _roles, Warnings, turn);

    /// <summary>Runs <paramref name="sql"/> and calls <paramref name="read"/> for each row. <c>search_path</c> is empty, so names come back
    /// qualified; catalogs are written with <c>pg_catalog.</c> all the same.</summary>
    /// <exception cref="PgBackupException"><c>schema_changed</c>: others dropped what was to be read.</exception>
    public async Task ForEachAsync(string sql, Action<CatalogRow> read, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(sql, read, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (ChangedDefinition.IsMeantBy(exception))
        {
            throw ChangedDefinition.Exception(exception);
        }
    }

    private async Task ReadAsync(string sql, Action<CatalogRow> read, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await WaitForTurnAsync().ConfigureAwait(false);
            var row = new CatalogRow(reader);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                read(row);
        }
    }

    /// <summary>Waits until the earlier readers are done: for a reader that looks into the catalog without a query of its own.</summary>
    public async Task WaitForTurnAsync()
    {
        if (_turn is not null)
            await _turn.ConfigureAwait(false);
        _isOpen = true;
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => _connection.ExecuteAsync(sql, cancellationToken);
}
