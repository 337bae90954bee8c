using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Doctor;

/// <summary>The database under examination, and what was found so far. Not for concurrent use.</summary>
internal sealed class ExaminedDatabase(NpgsqlConnection connection, ServerInfo server)
{
    private const int NamedAtMost = 10;
    private const int UnreadableNamedAtMost = 1000;

    private readonly List<DoctorFinding> _findings = [];

    public NpgsqlConnection Connection { get; } = connection;

    public ServerInfo Server { get; } = server;

    /// <summary>Gets the role, quoted.</summary>
    public string Role { get; } = Sql.Identifier(server.Role);

    /// <summary>Gets the findings, the gravest first, otherwise in the order in which they were made.</summary>
    public IReadOnlyList<DoctorFinding> Findings => [.. _findings.OrderByDescending(f => f.Severity)];

    public void Add(FindingSeverity severity, string objectName, string message, string? remedy = null) =>
        _findings.Add(new DoctorFinding(severity, objectName, message, remedy));

    /// <summary>Adds one finding about several objects, unless there are none; the first ones are named.</summary>
    /// <param name="severity">How grave it is.</param>
    /// <param name="objects">The objects, quoted.</param>
    /// <param name="message">What is the matter, given the words for the objects.</param>
    /// <param name="remedy">What helps, given the first object.</param>
    public void AddAbout(
        FindingSeverity severity, IReadOnlyList<string> objects, Func<string, string> message, Func<string, string>? remedy = null)
    {
        if (objects.Count > 0)
            Add(severity, objects.Count == 1 ? objects[0] : "", message(Name(objects)), remedy?.Invoke(objects[0]));
    }

    /// <summary>Names objects, at most ten of them.</summary>
    public static string Name(IReadOnlyList<string> objects) => Name(objects, NamedAtMost);

    /// <summary>Names objects that make a backup refuse: all but for the thousands.</summary>
    public static string NameAll(IReadOnlyList<string> objects) => Name(objects, UnreadableNamedAtMost);

    private static string Name(IReadOnlyList<string> objects, int atMost) => objects.Count <= atMost
        ? string.Join(", ", objects)
        : $"{string.Join(", ", objects.Take(atMost))} and {objects.Count - atMost} more";

    /// <summary>Runs a query and collects what <paramref name="read"/> makes of its rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<CatalogRow, T> read, CancellationToken cancellationToken)
    {
        var results = new List<T>();
        using var command = new NpgsqlCommand(sql, Connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var row = new CatalogRow(reader);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                results.Add(read(row));
        }

        return results;
    }

    /// <summary>Runs a query whose columns <c>schema</c> and <c>name</c> name an object, and quotes the names.</summary>
    public Task<List<string>> NamesAsync(string sql, CancellationToken cancellationToken) =>
        QueryAsync(sql, row => Sql.Qualified(row.Text("schema"), row.Text("name")), cancellationToken);
}
