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
        new EnumTypeReader(),
        new CompositeTypeReader(),
        new DomainReader(),
        new RangeTypeReader(),
        new BaseTypeReader(),
        new UndefinedTypeReader(),
        new FunctionReader(),
        new AggregateReader(),

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
        new KeyConstraintReader(),
        new IndexReader(),
        new IndexAttachReader(),
        new ForeignKeyReader(), // needs the index attachments
        new ExtendedStatisticsReader(),
        new RuleReader(),
        new TriggerReader(),
        new RowSecurityReader(),
        new PolicyReader(),

        // The rest: publications, subscriptions, event triggers, large objects.
        new PublicationReader(),
        new PublicationTableReader(),
        new PublicationSchemaReader(),
        new SubscriptionReader(),
        new EventTriggerReader(),
    ];

    public static async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        foreach (var reader in Readers)
            await reader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
    }
}
