using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the whole catalog: every kind by its own reader, then what all kinds have in common.</summary>
internal static class CatalogReader
{
    // The order matters only where a reader looks up what another one added: relations before their parts.
    private static readonly IObjectReader[] Readers =
    [
        // Schemas, extensions, languages, types, functions, operators, text search, foreign data.
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

        // Relations: tables, views, sequences, then their columns and defaults.
        new TableReader(),
        new InheritanceReader(),
        new ViewReader(),
        new MaterializedViewReader(),
        new ColumnReader(),
        new DefaultReader(),
        new SequenceReader(),

        // Parts of relations: constraints, indexes, statistics, rules, triggers, policies.
        new CheckConstraintReader(),
        new InheritedCheckReader(),
        new NotNullConstraintReader(),
        new KeyConstraintReader(),
        new IndexReader(),
        new IndexAttachReader(),
        new ForeignKeyReader(), // needs the index attachments
        new ExtendedStatisticsReader(),
        new RuleReader(),
        new TriggerReader(),
        new RowSecurityReader(),
        new PolicyReader(),
        new LateAttachReader(),

        // The rest: publications, subscriptions, event triggers, large objects.
        new PublicationReader(),
        new PublicationTableReader(),
        new PublicationSchemaReader(),
        new SubscriptionReader(),
        new EventTriggerReader(),

        // What all kinds have in common: these find the objects that the others added.
        new DefaultAclReader(),
        new SystemPrivilegeReader(),
        new DependencyReader(),
        new CommentReader(),
        new SecurityLabelReader(),
        new PrivilegeReader(),

        // Last, so that it sees what was dropped until then.
        new DroppedTypeCheck(),
    ];

    /// <summary>Reads the catalog in the connection's transaction.</summary>
    public static Task<CatalogQuery> ReadAsync(NpgsqlConnection connection, ServerVersion server, CancellationToken cancellationToken) =>
        ReadAsync(connection, server, second: null, cancellationToken);

    /// <summary>Reads the catalog in the connections' transactions.</summary>
    /// <param name="connection">Sees the snapshot.</param>
    /// <param name="server">The server's version.</param>
    /// <param name="second">Sees the same snapshot: the server then works on the next query while the rows of one are taken in. Or
    /// null.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public static async Task<CatalogQuery> ReadAsync(
        NpgsqlConnection connection, ServerVersion server, NpgsqlConnection? second, CancellationToken cancellationToken)
    {
        var roles = await RoleNames.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var query = new CatalogQuery(connection, new Catalog(server), roles);
        if (second is null)
        {
            foreach (var reader in Readers)
                await reader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ReadInTurnsAsync(query, connection, second, cancellationToken).ConfigureAwait(false);
        }

        return query;
    }

    private static async Task ReadInTurnsAsync(
        CatalogQuery query, NpgsqlConnection first, NpgsqlConnection second, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (before, previous) = (Task.CompletedTask, Task.CompletedTask);
        try
        {
            for (var i = 0; i < Readers.Length; i++)
            {
                // The connection is that of the reader before the previous one, which has to be done with it.
                await before.ConfigureAwait(false);
                var connection = i % 2 == 0 ? first : second;
                (before, previous) = (previous, ReadInTurnAsync(Readers[i], query.For(connection, previous), previous, stop.Token));
            }

            await previous.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(before, previous).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async Task ReadInTurnAsync(IObjectReader reader, CatalogQuery query, Task turn, CancellationToken cancellationToken)
    {
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
