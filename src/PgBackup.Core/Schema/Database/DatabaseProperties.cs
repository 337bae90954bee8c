namespace PgBackup.Schema;

/// <summary>What a database itself is like, apart from what it holds: <c>pg_dump --create</c> writes the same.</summary>
internal sealed class DatabaseProperties
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    /// <summary>Gets what cannot be altered.</summary>
    public required BackupDatabase Facts { get; init; }

    /// <summary>Gets how many connections are allowed; -1 for any number.</summary>
    public required int ConnectionLimit { get; init; }

    public required bool IsTemplate { get; init; }

    public required bool AllowsConnections { get; init; }

    public required string? Comment { get; init; }

    public List<(string Provider, string Label)> SecurityLabels { get; } = [];

    public List<PrivilegeChange> PrivilegeChanges { get; } = [];

    /// <summary>Gets the settings of each session, in order; with a role, only of that role's sessions.</summary>
    public List<(string? Role, ConfigurationSetting Setting)> Settings { get; } = [];
}
