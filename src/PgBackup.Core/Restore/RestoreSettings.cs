using PgBackup.Postgres;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>A restore's options, checked and with the defaults filled in.</summary>
internal sealed record RestoreSettings
{
    public required IReadOnlyList<NamePattern> Tables { get; init; }

    public required bool DropExisting { get; init; }

    public required DependentsAction Dependents { get; init; }

    public required bool SkipConstraints { get; init; }

    public required ExistingRowsAction ExistingRows { get; init; }

    public required bool SchemaOnly { get; init; }

    public required bool DataOnly { get; init; }

    public required RestoreOwnership Owners { get; init; }

    public required RestoreOwnership Privileges { get; init; }

    public required bool DatabaseProperties { get; init; }

    public required bool Roles { get; init; }

    public required bool SkipForbidden { get; init; }

    public required bool Strict { get; init; }

    public required RoleMap RoleMap { get; init; }

    public required int Jobs { get; init; }

    /// <summary>Gets from how many bytes of rows on several connections are worth their while.</summary>
    public required long ParallelFrom { get; init; }

    /// <summary>Gets from how many bytes of rows on several workers load one table.</summary>
    public required long SharedFrom { get; init; }

    public required string? Target { get; init; }

    public required string? CreateDatabase { get; init; }

    public required bool ReplaceDatabase { get; init; }

    public required bool DisconnectOthers { get; init; }

    public required bool SafetyBackup { get; init; }

    public required TimeSpan LockTimeout { get; init; }

    /// <exception cref="ArgumentException">An option is malformed, out of its range, or contradicts another one.</exception>
    public static RestoreSettings From(RestoreOptions options, PgBackupOptions defaults)
    {
        if (options.SchemaOnly && options.DataOnly)
            throw new ArgumentException("SchemaOnly and DataOnly exclude each other: choose one, or none for both.", nameof(options));
        if (options.DropExisting && options.DataOnly)
            throw new ArgumentException(
                "DropExisting needs the definitions that DataOnly leaves out; ExistingRows = Replace empties the tables instead.",
                nameof(options));
        if (options.DropExisting && options.ExistingRows != ExistingRowsAction.Error)
            throw new ArgumentException("DropExisting leaves no existing rows, so ExistingRows cannot be set with it.", nameof(options));
        if (options.SchemaOnly && options.ExistingRows != ExistingRowsAction.Error)
            throw new ArgumentException("SchemaOnly loads no rows, so ExistingRows cannot be set with it.", nameof(options));
        if (options.DataOnly && (options.DatabaseProperties || options.Roles))
            throw new ArgumentException(
                "DataOnly restores rows alone, so DatabaseProperties and Roles cannot be set with it.", nameof(options));
        CheckRoles(options);
        CheckDatabases(options);
        if (!Enum.IsDefined(options.Dependents))
            throw new ArgumentOutOfRangeException(nameof(options), options.Dependents, "Dependents must be one of its named values.");
        if (options.Dependents != DependentsAction.Error && !options.DropExisting)
            throw new ArgumentException("Dependents is for DropExisting: nothing else drops tables.", nameof(options));
        if (!Enum.IsDefined(options.ExistingRows) || !Enum.IsDefined(options.Owners) || !Enum.IsDefined(options.Privileges))
            throw new ArgumentOutOfRangeException(
                nameof(options), "ExistingRows, Owners and Privileges must be one of their named values.");
        var jobs = OptionLimits.Jobs(options.Jobs, defaults, nameof(options));
        var lockTimeout = OptionLimits.LockTimeout(options.LockTimeout, defaults, nameof(options));
        return new RestoreSettings
        {
            Tables = [.. options.Tables.Select(NamePattern.ForRelation)],
            DropExisting = options.DropExisting,
            Dependents = options.Dependents,
            SkipConstraints = options.SkipConstraints,
            ExistingRows = options.ExistingRows,
            SchemaOnly = options.SchemaOnly,
            DataOnly = options.DataOnly,
            Owners = Ownership(options.Owners, options.Strict),
            Privileges = Ownership(options.Privileges, options.Strict),
            DatabaseProperties = options.DatabaseProperties,
            Roles = options.Roles,
            SkipForbidden = options.SkipForbidden,
            Strict = options.Strict,
            RoleMap = RoleMap.From(options.RoleMapping),
            Jobs = jobs,
            ParallelFrom = defaults.ParallelRestoreFrom,
            SharedFrom = defaults.SharedLoadFrom,
            Target = options.Target,
            CreateDatabase = options.CreateDatabase is { } name ? DatabaseName.Require(name, nameof(options)) : null,
            ReplaceDatabase = options.ReplaceDatabase,
            DisconnectOthers = options.DisconnectOthers,
            SafetyBackup = options.SafetyBackup,
            LockTimeout = lockTimeout,
        };
    }

    // Who leaves nothing out by itself insists on what was not skipped on purpose.
    private static RestoreOwnership Ownership(RestoreOwnership asked, bool isStrict) =>
        isStrict && asked == RestoreOwnership.Keep ? RestoreOwnership.Require : asked;

    private static void CheckRoles(RestoreOptions options)
    {
        if (options.Strict && options.SkipForbidden)
            throw new ArgumentException("Strict leaves nothing out, and SkipForbidden does: choose one.", nameof(options));
        if (options.RoleMapping.Count == 0)
            return;
        if (options.Roles)
        {
            throw new ArgumentException(
                "RoleMapping names roles that exist, and Roles makes those of the backup: choose one.", nameof(options));
        }

        if (options.DataOnly)
            throw new ArgumentException("DataOnly restores rows alone, so RoleMapping has nothing to map.", nameof(options));
    }

    private static void CheckDatabases(RestoreOptions options)
    {
        if (options.CreateDatabase is not null && options.ReplaceDatabase)
            throw new ArgumentException("CreateDatabase and ReplaceDatabase exclude each other: choose one.", nameof(options));
        if (options.CreateDatabase is not null && options.DataOnly)
            throw new ArgumentException("DataOnly needs tables that exist, and CreateDatabase makes an empty database.", nameof(options));
        var isPart = options.Tables.Count > 0 || options.SchemaOnly || options.DataOnly;
        if (options.ReplaceDatabase && (isPart || options.DropExisting || options.ExistingRows != ExistingRowsAction.Error))
        {
            throw new ArgumentException(
                "ReplaceDatabase restores a whole backup beside the target, so Tables, SchemaOnly, DataOnly, DropExisting and ExistingRows "
                + "cannot be set with it.",
                nameof(options));
        }

        if (options.DisconnectOthers && !options.ReplaceDatabase)
            throw new ArgumentException("DisconnectOthers is for ReplaceDatabase: no other restore ends sessions.", nameof(options));
        if (options.Target is not null)
            ConnectionSettings.Parse(options.Target);
    }

    /// <summary>Says in words what is asked for, without the target's connection string.</summary>
    public IReadOnlyList<string> Describe()
    {
        var words = new List<string>();
        if (Tables.Count > 0)
            words.Add($"tables {string.Join(", ", Tables.Select(t => t.Text))}");
        if (DropExisting)
            words.Add("drop existing");
        if (Dependents != DependentsAction.Error)
            words.Add($"dependents: {Dependents.ToString().ToLowerInvariant()}");
        if (SkipConstraints)
            words.Add("skip constraints");
        if (ExistingRows != ExistingRowsAction.Error)
            words.Add($"existing rows: {ExistingRows.ToString().ToLowerInvariant()}");
        if (SchemaOnly)
            words.Add("schema only");
        if (DataOnly)
            words.Add("data only");
        if (DatabaseProperties)
            words.Add("database properties");
        if (Roles)
            words.Add("roles");
        foreach (var (from, to) in RoleMap.Roles)
            words.Add($"role {Sql.Identifier(from)} as {Sql.Identifier(to)}");
        if (SkipForbidden)
            words.Add("skip forbidden");
        if (Strict)
            words.Add("strict");
        if (CreateDatabase is not null)
            words.Add($"create database {CreateDatabase}");
        if (ReplaceDatabase)
            words.Add("replace database");
        if (DisconnectOthers)
            words.Add("disconnect others");
        if (SafetyBackup)
            words.Add("safety backup");
        return words;
    }
}
