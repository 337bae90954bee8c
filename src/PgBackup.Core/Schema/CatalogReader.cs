using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the whole catalog: every kind by its own reader, then what all kinds have in common.</summary>
internal static class CatalogReader
{
    // In both lists, the order matters only where a reader looks up what another one added.

    // Schemas, extensions, languages, types, functions, operators, text search, foreign data: few in most databases.
    private static readonly IObjectReader[] ReadersBeforeRelations =
    [
        new NamespaceReader(),
        new ExtensionReader(),
        new LanguageReader(),
        new CollationReader(),
        new EnumTypeReader(),
        new CompositeTypeReader(),
        new DomainReader(),
        new RangeTypeReader(),
        new BaseTypeReader(),
        new UndefinedTypeReader(),
        new FunctionReader(),
        new AggregateReader(),
        new CastReader(),
        new TransformReader(),
        new AccessMethodReader(),
        new OperatorReader(),
        new OperatorFamilyReader(),
        new OperatorFamilyMembersReader(),
        new OperatorClassReader(),
        new OperatorMemberReader(),
        new ConversionReader(),
        new TextSearchParserReader(),
        new TextSearchTemplateReader(),
        new TextSearchDictionaryReader(),
        new TextSearchConfigurationReader(),
        new ForeignDataWrapperReader(),
        new ForeignServerReader(),
        new UserMappingReader(),
    ];

    // What needs the server to write expressions over a table is left to the first of two connections: its process makes itself a picture
    // of the table for that, and once is enough. Both have about the same to do.
    private static readonly (IObjectReader Reader, Connection Connection)[] Readers =
    [
        // Relations: tables, views, sequences, then their columns.
        (new TableReader(), Connection.Second),
        (new InheritanceReader(), Connection.Second),
        (new ViewReader(), Connection.Second),
        (new MaterializedViewReader(), Connection.Second),
        (new ColumnReader(), Connection.Second),
        (new SequenceReader(), Connection.Second),

        // What is few in most databases: statistics, rules, triggers, policies, publications, subscriptions, event triggers.
        (new ExtendedStatisticsReader(), Connection.Second),
        (new RuleReader(), Connection.Second),
        (new TriggerReader(), Connection.Second),
        (new RowSecurityReader(), Connection.Second),
        (new PolicyReader(), Connection.Second),
        (new PublicationReader(), Connection.Second),
        (new PublicationTableReader(), Connection.Second),
        (new PublicationSchemaReader(), Connection.Second),
        (new SubscriptionReader(), Connection.Second),
        (new EventTriggerReader(), Connection.Second),
        (new DefaultAclReader(), Connection.Second),
        (new SystemPrivilegeReader(), Connection.Second),

        // Parts of tables: defaults, constraints, indexes.
        (new DefaultReader(), Connection.First),
        (new PrivilegeReader(), Connection.Second), // not of parts
        (new CheckConstraintReader(), Connection.First),
        (new KeyConstraintReader(), Connection.Second),
        (new IndexReader(), Connection.First),
        (new InheritedCheckReader(), Connection.First),
        (new NotNullConstraintReader(), Connection.First),
        (new IndexAttachReader(), Connection.First),
        (new ForeignKeyReader(), Connection.Second), // needs the index attachments

        // What all kinds have in common: these find the objects that the others added.
        (new DependencyReader(), Connection.First),
        (new LateAttachReader(), Connection.First),
        (new CommentReader(), Connection.Second),
        (new SecurityLabelReader(), Connection.Second),

        // Last, so that it sees what was dropped until then.
        (new DroppedTypeCheck(), Connection.First),
    ];

    /// <summary>Which of two connections a reader has its queries run by.</summary>
    private enum Connection
    {
        First = 0,
        Second = 1,
    }

    /// <summary>Reads the catalog in the connection's transaction.</summary>
    public static Task<CatalogQuery> ReadAsync(NpgsqlConnection connection, ServerVersion server, CancellationToken cancellationToken) =>
        ReadAsync(connection, server, second: null, meanwhile: null, cancellationToken);

    /// <summary>Reads the catalog in the connections' transactions.</summary>
    /// <param name="connection">Sees the snapshot.</param>
    /// <param name="server">The server's version.</param>
    /// <param name="second">Sees the same snapshot: the server then works on the next query while the rows of one are taken in. Or
    /// null.</param>
    /// <param name="meanwhile">What <paramref name="connection"/> is used for until the second one has read what comes before
    /// relations. Or null.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public static async Task<CatalogQuery> ReadAsync(
        NpgsqlConnection connection, ServerVersion server, NpgsqlConnection? second, Func<CancellationToken, Task>? meanwhile,
        CancellationToken cancellationToken)
    {
        var roles = await RoleNames.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var query = new CatalogQuery(connection, new Catalog(server), roles);
        if (second is null)
        {
            foreach (var reader in ReadersBeforeRelations.Concat(Readers.Select(r => r.Reader)))
                await reader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ReadInTurnsAsync(query, connection, second, meanwhile, cancellationToken).ConfigureAwait(false);
        }

        return query;
    }

    private static async Task ReadInTurnsAsync(
        CatalogQuery query, NpgsqlConnection first, NpgsqlConnection second, Func<CancellationToken, Task>? meanwhile,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] readings = [meanwhile?.Invoke(stop.Token) ?? Task.CompletedTask, Task.CompletedTask]; // the last of each connection
        var previous = Task.CompletedTask;
        foreach (var reader in ReadersBeforeRelations)
            Read(reader, Connection.Second);
        foreach (var (reader, connection) in Readers)
            Read(reader, connection);

        try
        {
            await Task.WhenAny(readings[0], readings[1]).Unwrap().ConfigureAwait(false);
            await Task.WhenAll(readings).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(readings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        void Read(IObjectReader reader, Connection connection) =>
            previous = readings[(int)connection] = ReadInTurnAsync(
                reader,
                query.For(connection == Connection.First ? first : second, previous),
                readings[(int)connection],
                previous,
                stop.Token);
    }

    private static async Task ReadInTurnAsync(
        IObjectReader reader, CatalogQuery query, Task connection, Task turn, CancellationToken cancellationToken)
    {
        await connection.ConfigureAwait(false);
        try
        {
            await reader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await turn.ConfigureAwait(false); // a reader that ran no query has not waited
        }
    }
}
