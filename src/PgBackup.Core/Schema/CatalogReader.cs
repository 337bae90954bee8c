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

    private static readonly IObjectReader[] Readers =
    [
        // Relations: tables, views, sequences, then their columns and defaults.
        new TableReader(),
        new InheritanceReader(),
        new ViewReader(),
        new MaterializedViewReader(),
        new ColumnReader(),
        new DefaultReader(TableHalf.Second),
        new DefaultReader(TableHalf.First),
        new SequenceReader(),

        // Parts of relations: constraints, indexes, statistics, rules, triggers, policies.
        new CheckConstraintReader(TableHalf.First),
        new CheckConstraintReader(TableHalf.Second),
        new InheritedCheckReader(),
        new NotNullConstraintReader(),
        new IndexReader(TableHalf.First),
        new IndexReader(TableHalf.Second),
        new KeyConstraintReader(TableHalf.First),
        new KeyConstraintReader(TableHalf.Second),
        new IndexAttachReader(),
        new ExtendedStatisticsReader(),
        new RuleReader(),
        new TriggerReader(),
        new RowSecurityReader(),
        new PolicyReader(),

        // The rest: publications, subscriptions, event triggers, default privileges.
        new PublicationReader(),
        new PublicationTableReader(),
        new PublicationSchemaReader(),
        new SubscriptionReader(),
        new EventTriggerReader(),
        new DefaultAclReader(),
        new SystemPrivilegeReader(),

        // Slow in a large database: next to what is slow too, and needs it, but can be asked for at the same time.
        new ForeignKeyReader(), // needs the index attachments

        // What all kinds have in common: these find the objects that the others added.
        new DependencyReader(),
        new LateAttachReader(),
        new CommentReader(),
        new SecurityLabelReader(),
        new PrivilegeReader(),

        // Last, so that it sees what was dropped until then.
        new DroppedTypeCheck(),
    ];

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
            foreach (var reader in ReadersBeforeRelations.Concat(Readers))
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
            Read(reader, (int)TableHalf.Second);
        var next = (int)TableHalf.First;
        foreach (var reader in Readers)
        {
            next = (int?)reader.Half ?? next;
            Read(reader, next);
            next = 1 - next;
        }

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

        void Read(IObjectReader reader, int connection) =>
            previous = readings[connection] = ReadInTurnAsync(
                reader, query.For(connection == 0 ? first : second, previous), readings[connection], previous, stop.Token);
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
