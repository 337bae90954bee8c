using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A publication for logical replication, without its tables and schemas.</summary>
internal sealed class Publication : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Publication;

    public required bool IsForAllTables { get; init; }

    /// <summary>Gets the published operations, as the <c>publish</c> parameter lists them.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>Gets a value indicating whether changes of partitions go out as changes of their partitioned table.</summary>
    public required bool IsViaPartitionRoot { get; init; }

    /// <summary>Gets a value indicating whether stored generated columns are published too (18).</summary>
    public required bool HasGeneratedColumns { get; init; }

    public override string Identity => $"PUBLICATION {Sql.Identifier(Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var tables = IsForAllTables ? " FOR ALL TABLES" : "";
        var root = IsViaPartitionRoot ? ", publish_via_partition_root = true" : "";
        var generated = HasGeneratedColumns ? ", publish_generated_columns = stored" : "";
        statements.Add($"CREATE {Identity}{tables} WITH (publish = '{string.Join(", ", Operations)}'{root}{generated})");
    }
}
