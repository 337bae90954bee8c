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
    ];

    private const string Roles = "SELECT oid, rolname::text FROM pg_catalog.pg_roles";

    /// <summary>Reads the catalog in the connection's transaction.</summary>
    public static async Task<CatalogQuery> ReadAsync(NpgsqlConnection connection, ServerVersion server, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(server);
        var roles = new Dictionary<uint, string>();
        await new CatalogQuery(connection, catalog, roles)
            .ForEachAsync(Roles, row => roles.Add(row.Oid("oid"), row.Text("rolname")), cancellationToken).ConfigureAwait(false);
        var query = new CatalogQuery(connection, catalog, roles);
        foreach (var reader in Readers)
            await reader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        return query;
    }
}
