namespace PgBackup.Schema;

/// <summary>A range type; its multirange type comes with it.</summary>
internal sealed class RangeType : UserType
{
    public required string Subtype { get; init; }

    /// <summary>Gets the quoted, qualified name of the multirange type; null before 14.</summary>
    public required string? Multirange { get; init; }

    /// <summary>Gets the multirange type's row in <c>pg_type</c>; null before 14.</summary>
    public required ObjectAddress? MultirangeAddress { get; init; }

    /// <summary>Gets the quoted, qualified operator class where it is not the subtype's default one.</summary>
    public required string? OperatorClass { get; init; }

    /// <summary>Gets the quoted, qualified collation where it differs from the subtype's.</summary>
    public required string? Collation { get; init; }

    public required string? Canonical { get; init; }

    public required string? SubtypeDifference { get; init; }

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
        MultirangeAddress is { } multirange ? [(Address, Identity), (multirange, $"TYPE {Multirange}")] : [(Address, Identity)];

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("subtype", Subtype);
        properties.Add("multirange_type_name", Multirange);
        properties.Add("subtype_opclass", OperatorClass);
        properties.Add("collation", Collation);
        properties.Add("canonical", Canonical);
        properties.Add("subtype_diff", SubtypeDifference);
        statements.Add($"CREATE {Identity} AS RANGE {properties}");
    }
}
