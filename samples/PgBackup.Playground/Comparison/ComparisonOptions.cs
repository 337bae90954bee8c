namespace PgBackup.Playground.Comparison;

/// <summary>What <see cref="DatabaseComparison"/> looks at. By default: everything inside the database.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Compare the definitions of objects.</summary>
    public bool Schema { get; init; } = true;

    /// <summary>Compare rows, sequence states and large objects.</summary>
    public bool Data { get; init; } = true;

    /// <summary>Compare the owners of objects.</summary>
    public bool Owners { get; init; } = true;

    /// <summary>Compare privileges and default privileges.</summary>
    public bool Privileges { get; init; } = true;

    /// <summary>Compare encoding, locale, settings, comment and privileges of the databases themselves.</summary>
    public bool DatabaseSettings { get; init; }

    /// <summary>Between servers of two majors, leave out what only the newer one knows (best effort).</summary>
    public bool IgnoreNewerFacts { get; init; } = true;

    /// <summary>Schemas that are left out with all they hold.</summary>
    public IReadOnlyList<string> ExcludedSchemas { get; init; } = ["pgbackup"];

    /// <summary>How many rows are named, per table and side, when the rows of a table differ.</summary>
    public int SampleRows { get; init; } = 3;
}
