using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Schema;

/// <summary>A database made from a corpus of this folder, and another one made from what PgBackup read in it.</summary>
internal sealed class DefinitionCopy(TestDatabase original, TestDatabase copy) : IAsyncDisposable
{
    public TestDatabase Original { get; } = original;

    public TestDatabase Copy { get; } = copy;

    public static async Task<DefinitionCopy> MakeAsync(int major, string corpus)
    {
        var made = new DefinitionCopy(await PostgresServers.CreateDatabaseAsync(major), await PostgresServers.CreateDatabaseAsync(major));
        try
        {
            await CorpusScript.RunAsync(made.Original, corpus);
            await ExecuteAsync(made.Copy, await ReadAsync(made.Original));
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in new[] { Original, Copy })
        {
            await DropSubscriptionsAsync(database);
            await database.DisposeAsync();
        }
    }

    // They keep their database from being dropped, and what has a slot wants to reach the publisher.
    private static async Task DropSubscriptionsAsync(TestDatabase database)
    {
        var names = await database.ColumnAsync<string>("""
            SELECT quote_ident(s.subname) FROM pg_subscription s
            JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
            """);
        foreach (var name in names)
            await database.ExecuteAsync($"ALTER SUBSCRIPTION {name} SET (slot_name = NONE); DROP SUBSCRIPTION {name}");
    }

    private static async Task<List<string>> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        await using (var set = new NpgsqlCommand("SET search_path = ''", connection))
            await set.ExecuteNonQueryAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(database.Major * 10000), CancellationToken.None);

        // As the backup does: a member is made by its extension, which knows nothing of changed privileges.
        foreach (var member in query.Catalog.Objects.Where(o => o.Extension is not null))
            member.Parts = ObjectParts.Privileges;
        var (sorted, warnings) = DependencySorter.Sort(query.Catalog.Objects);
        if (warnings.Count > 0)
            throw new InvalidOperationException(string.Join('\n', warnings));
        var builder = new EntryBuilder();
        builder.Build(sorted, query.Catalog.Objects.Where(o => o.InlineIn is not null));
        return [.. builder.PreData.Concat(builder.PostData).SelectMany(e => e.Statements).Select(s => s.Text)];
    }

    private static async Task ExecuteAsync(TestDatabase database, List<string> statements)
    {
        await using var connection = await database.OpenAsync();
        foreach (var statement in statements.Prepend("SET check_function_bodies = off").Prepend("SET search_path = ''"))
        {
            // Alone in a batch, it must be one statement only.
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
            try
            {
                await batch.ExecuteNonQueryAsync();
            }
            catch (PostgresException e)
            {
                throw new InvalidOperationException($"{e.MessageText}\n{statement}", e);
            }
        }
    }
}
