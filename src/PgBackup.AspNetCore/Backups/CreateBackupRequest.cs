using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Backups;

/// <summary>What a backup is to hold and how it is made. Nothing is required.</summary>
internal sealed record CreateBackupRequest
{
    public static readonly RequestFields Fields =
        RequestFields.Of(ApiJson.Default.CreateBackupRequest, ("SchemaOnly", "includeSchemaOnly"), ("LockTimeout", "lockTimeoutSeconds"));

    /// <summary>Gets patterns of the tables to back up; all where there are none.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    public IReadOnlyList<string>? ExcludeTables { get; init; }

    public IReadOnlyList<string>? Schemas { get; init; }

    /// <summary>Gets patterns of the tables whose rows are left out.</summary>
    public IReadOnlyList<string>? ExcludeData { get; init; }

    /// <summary>Gets SQL conditions that choose rows, by patterns of tables.</summary>
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    public string? Format { get; init; }

    /// <summary>Gets whether the artifact is compressed; the host's default where it is not said.</summary>
    public bool? Compress { get; init; }

    /// <summary>Gets how the artifact is compressed.</summary>
    public BackupCompression? Compression { get; init; }

    /// <summary>Gets whether all rows are left out.</summary>
    public bool IncludeSchemaOnly { get; init; }

    /// <summary>Gets whether all definitions are left out.</summary>
    public bool DataOnly { get; init; }

    public int? Jobs { get; init; }

    public string? Label { get; init; }

    public double? LockTimeoutSeconds { get; init; }

    public bool SkipUnreadable { get; init; }

    public bool? LargeObjects { get; init; }

    public bool DatabaseProperties { get; init; }

    public BackupRoles? Roles { get; init; }

    public bool? ContentHashes { get; init; }

    public bool IncludeHistory { get; init; }

    public BackupOptions ToOptions(BackupCompression byDefault)
    {
        RequestValues.RequireBetween("jobs", Jobs, 1, 64);
        RequestValues.RequireLength("label", Label, 200);
        return new BackupOptions
        {
            Tables = RequestValues.List("tables", Tables),
            ExcludeTables = RequestValues.List("excludeTables", ExcludeTables),
            Schemas = RequestValues.List("schemas", Schemas),
            ExcludeData = RequestValues.List("excludeData", ExcludeData),
            Where = RequestValues.Map("where", Where),
            SchemaOnly = IncludeSchemaOnly,
            DataOnly = DataOnly,
            Format = Format,
            Compression = ChooseCompression(byDefault),
            Jobs = Jobs,
            Label = Label,
            LockTimeout = RequestValues.Seconds("lockTimeoutSeconds", LockTimeoutSeconds),
            SkipUnreadable = SkipUnreadable,
            LargeObjects = LargeObjects,
            DatabaseProperties = DatabaseProperties,
            Roles = Roles ?? BackupRoles.None,
            ContentHashes = ContentHashes ?? true,
            IncludeHistory = IncludeHistory,
        };
    }

    private BackupCompression? ChooseCompression(BackupCompression byDefault)
    {
        if (Compress is not { } isWanted)
            return Compression;
        if (Compression is { } asked)
        {
            return isWanted == (asked != BackupCompression.None)
                ? asked
                : throw ApiException.Invalid("compress", "It contradicts compression; one of the two is enough.");
        }

        if (!isWanted)
            return BackupCompression.None;
        return byDefault == BackupCompression.None ? BackupCompression.Gzip : byDefault;
    }
}
