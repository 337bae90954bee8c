namespace PgBackup;

/// <summary>What a backup holds and how it is made.</summary>
/// <remarks>Names are patterns as in <c>pg_dump</c>: <c>table</c>, <c>schema.table</c>, with <c>*</c> and <c>?</c>; unquoted letters are
/// folded to lower case, <c>"Quoted"</c> parts are taken as they are. A bare <c>table</c> matches in every schema. PostgreSQL manual, psql,
/// "Patterns", but for regular expressions.</remarks>
public sealed class BackupOptions
{
    /// <summary>Gets the tables to back up (also views, materialized views, sequences and foreign tables).</summary>
    /// <value>Patterns. Empty, the default, means the whole database. A partitioned table brings its partitions along.</value>
    public IList<string> Tables { get; init; } = [];

    /// <summary>Gets the tables to leave out, with all that belongs to them.</summary>
    /// <value>Patterns. The default is none. A partitioned table takes its partitions along.</value>
    public IList<string> ExcludeTables { get; init; } = [];

    /// <summary>Gets the schemas to back up.</summary>
    /// <value>Patterns. Empty, the default, means all.</value>
    public IList<string> Schemas { get; init; } = [];

    /// <summary>Gets the tables whose definition is backed up without their rows.</summary>
    /// <value>Patterns. The default is none.</value>
    public IList<string> ExcludeData { get; init; } = [];

    /// <summary>Gets which rows of a table are backed up, for instance
    /// <c>Where = { ["orders"] = "created_at >= '2026-01-01'" }</c>.</summary>
    /// <value>Patterns of tables, each with an SQL condition over the columns. The default is none: all rows. A partitioned table's
    /// condition holds for its partitions, and where several patterns match a table, all of their conditions must hold. Cannot be combined
    /// with <see cref="SchemaOnly"/>.</value>
    /// <remarks>Conditions are checked before anything is written. The search path is empty: functions, types and tables outside
    /// <c>pg_catalog</c> need their schema. Several connections copy, even one table, so what changes (<c>now()</c>, <c>random()</c>)
    /// chooses differently in each: write constants. Conditions are kept in the manifest and the history.</remarks>
    public IDictionary<string, string> Where { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether definitions are backed up and rows are not.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="DataOnly"/>.</value>
    public bool SchemaOnly { get; set; }

    /// <summary>Gets or sets a value indicating whether rows are backed up and definitions are not.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="SchemaOnly"/>.</value>
    public bool DataOnly { get; set; }

    /// <summary>Gets or sets the name of the format.</summary>
    /// <value><c>sql</c>, or the <see cref="IBackupFormat.Name"/> of a registered format. The default is that of
    /// <see cref="PgBackupOptions.Format"/>.</value>
    public string? Format { get; set; }

    /// <summary>Gets or sets how the artifact is compressed.</summary>
    /// <value>The default is that of <see cref="PgBackupOptions.Compression"/>.</value>
    public BackupCompression? Compression { get; set; }

    /// <summary>Gets or sets how many connections read data at the same time.</summary>
    /// <value>1 to 64. The default is that of <see cref="PgBackupOptions.Jobs"/>.</value>
    public int? Jobs { get; set; }

    /// <summary>Gets or sets a note that is kept with the backup.</summary>
    /// <value>Any text of at most 200 characters. The default is none.</value>
    public string? Label { get; set; }

    /// <summary>Gets or sets the schedule that makes the backup, which is kept with it.</summary>
    internal string? ScheduleId { get; set; }

    /// <summary>Gets or sets when that schedule was due, which is kept with the backup too.</summary>
    internal DateTimeOffset? DueAt { get; set; }

    /// <summary>Gets or sets how long to wait for a lock that others hold on a table.</summary>
    /// <value>More than zero, 24 days at most. The default is that of <see cref="PgBackupOptions.LockTimeout"/>.</value>
    /// <remarks>PostgreSQL manual, "Client Connection Defaults", <c>lock_timeout</c>.</remarks>
    public TimeSpan? LockTimeout { get; set; }

    /// <summary>Gets or sets a value indicating whether what the role may not read is left out, with a warning, instead of
    /// failing.</summary>
    /// <value>The default is false: an unreadable object is an error (<c>permission_denied</c>).</value>
    public bool SkipUnreadable { get; set; }

    /// <summary>Gets or sets a value indicating whether large objects are backed up.</summary>
    /// <value>The default, null, means yes unless <see cref="Tables"/> or <see cref="Schemas"/> select a part, or <see cref="SchemaOnly"/>
    /// is set. True cannot be combined with <see cref="SchemaOnly"/>.</value>
    /// <remarks>PostgreSQL manual, "Large Objects".</remarks>
    public bool? LargeObjects { get; set; }

    /// <summary>Gets or sets a value indicating whether properties of the database itself are backed up: <c>ALTER DATABASE … SET</c>,
    /// <c>ALTER ROLE … IN DATABASE … SET</c>, comment, security labels, owner, privileges, connection limit, and whether it is a
    /// template.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="DataOnly"/>. Encoding, locale and tablespace, which no restore can
    /// alter, are in every manifest.</value>
    /// <remarks>PostgreSQL manual, ALTER DATABASE, and "Managing Databases".</remarks>
    public bool DatabaseProperties { get; set; }

    /// <summary>Gets or sets what is backed up of the server's roles: of all but its own (<c>pg_…</c>), whatever part of the database is
    /// chosen.</summary>
    /// <value>The default is <see cref="BackupRoles.None"/>. Cannot be combined with <see cref="DataOnly"/>.</value>
    /// <remarks>PostgreSQL manual, "Database Roles".</remarks>
    public BackupRoles Roles { get; set; }

    /// <summary>Gets or sets a value indicating whether a hash of each table's rows is kept with the backup, by which a restored table can
    /// be proven equal to the original of that moment (<see cref="VerificationLevel.TestRestore"/>).</summary>
    /// <value>The default is true; it takes about a hundredth of a backup's processor time.</value>
    public bool ContentHashes { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the library's own <c>pgbackup</c> schema is backed up as well.</summary>
    /// <value>The default is false.</value>
    public bool IncludeHistory { get; set; }
}
