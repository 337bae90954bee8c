using System.ComponentModel.DataAnnotations;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Restores;

/// <summary>What is restored and how. Only <see cref="BackupId"/> is required.</summary>
/// <remarks>The target is always the host's own database, or another one on its server (<see cref="CreateDatabase"/>): no connection string
/// comes over HTTP.</remarks>
internal sealed record RestoreRequest
{
    public static readonly RequestFields Fields = RequestFields.Of(ApiJson.Default.RestoreRequest, ("LockTimeout", "lockTimeoutSeconds"));

    [Required]
    public string? BackupId { get; init; }

    /// <summary>Gets patterns of the tables to restore; all where there are none.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>Gets whether tables that exist are dropped first.</summary>
    public bool DropExisting { get; init; }

    /// <summary>Gets whether foreign keys are kept from blocking the load.</summary>
    public bool SkipConstraints { get; init; }

    /// <summary>Gets whether only the plan is answered, and nothing is changed.</summary>
    public bool DryRun { get; init; }

    public ExistingRowsAction? ExistingRows { get; init; }

    public DependentsAction? Dependents { get; init; }

    public bool SchemaOnly { get; init; }

    public bool DataOnly { get; init; }

    public RestoreOwnership? Owners { get; init; }

    public RestoreOwnership? Privileges { get; init; }

    public bool DatabaseProperties { get; init; }

    public bool Roles { get; init; }

    public IReadOnlyDictionary<string, string>? RoleMapping { get; init; }

    public bool Strict { get; init; }

    public bool SkipForbidden { get; init; }

    /// <summary>Gets the name of a new database to restore into.</summary>
    public string? CreateDatabase { get; init; }

    public bool ReplaceDatabase { get; init; }

    public bool DisconnectOthers { get; init; }

    /// <summary>Gets whether what is replaced is backed up first.</summary>
    public bool SafetyBackup { get; init; }

    public int? Jobs { get; init; }

    public double? LockTimeoutSeconds { get; init; }

    public RestoreOptions ToOptions()
    {
        RequestValues.RequireBetween("jobs", Jobs, 1, 64);
        return new RestoreOptions
        {
            Tables = RequestValues.List("tables", Tables),
            DropExisting = DropExisting,
            SkipConstraints = SkipConstraints,
            ExistingRows = ExistingRows ?? ExistingRowsAction.Error,
            Dependents = Dependents ?? DependentsAction.Error,
            SchemaOnly = SchemaOnly,
            DataOnly = DataOnly,
            Owners = Owners ?? RestoreOwnership.Keep,
            Privileges = Privileges ?? RestoreOwnership.Keep,
            DatabaseProperties = DatabaseProperties,
            Roles = Roles,
            RoleMapping = RequestValues.Map("roleMapping", RoleMapping),
            Strict = Strict,
            SkipForbidden = SkipForbidden,
            CreateDatabase = CreateDatabase,
            ReplaceDatabase = ReplaceDatabase,
            DisconnectOthers = DisconnectOthers,
            SafetyBackup = SafetyBackup,
            Jobs = Jobs,
            LockTimeout = RequestValues.Seconds("lockTimeoutSeconds", LockTimeoutSeconds),
        };
    }
}
