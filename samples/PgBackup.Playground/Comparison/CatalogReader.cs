using System.Text.Json;

namespace PgBackup.Playground.Comparison;

/// <summary>Reads the definitions of all objects of a database into facts.</summary>
internal static class CatalogReader
{
    public static async Task<DatabaseFacts> ReadAsync(
        ComparedDatabase database, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var facts = new DatabaseFacts(database.ServerMajor);
        foreach (var query in CatalogQuery.All.Where(q => IsWanted(q.Name, options)))
        {
            try
            {
                var rows = await database.ReadAsync(
                    query.For(database.ServerMajor),
                    row => (Kind: row.GetString(0), Object: row.GetString(1), Properties: Parse(row.GetString(2))),
                    cancellationToken,
                    options.ExcludedSchemas.ToArray());
                foreach (var (kind, identity, properties) in rows)
                    facts.Add(kind, identity, properties);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Query {query.Name} failed: {exception.Message}", exception);
            }
        }
        return facts;
    }

    private static bool IsWanted(string query, ComparisonOptions options) => query switch
    {
        "Database.sql" => options.DatabaseSettings,
        "Privileges.sql" or "DefaultPrivileges.sql" => options.Privileges,
        _ => true,
    };

    private static Dictionary<string, string?> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var properties = new Dictionary<string, string?>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            properties[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => property.Value.GetString(),
                _ => property.Value.GetRawText(),
            };
        }
        return properties;
    }
}
