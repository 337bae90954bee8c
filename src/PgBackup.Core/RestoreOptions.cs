namespace PgBackup;

/// <summary>What is restored and how.</summary>
public sealed class RestoreOptions
{
    /// <summary>Gets the tables to restore, with their rows, indexes, constraints, triggers and owned sequences.</summary>
    /// <value>Patterns as in <see cref="BackupOptions"/>. Empty, the default, means all that the backup holds.</value>
    public IList<string> Tables { get; init; } = [];

    /// <summary>Gets or sets a value indicating whether tables that exist are dropped first, within the same transaction.</summary>
    /// <value>The default is false: a table that exists keeps its definition.</value>
    public bool DropExisting { get; set; }

    /// <summary>Gets or sets what happens to views, foreign keys, functions and others that are not restored and depend on a table that
    /// <see cref="DropExisting"/> drops.</summary>
    /// <value>The default is <see cref="DependentsAction.Error"/>: they are a conflict (<c>dependents_exist</c>). Cannot be set without
    /// <see cref="DropExisting"/>.</value>
    public DependentsAction Dependents { get; set; }

    /// <summary>Gets or sets a value indicating whether foreign keys are kept from blocking the load. Those that are created stay
    /// <c>NOT VALID</c>; those of existing tables are taken off and put back <c>NOT VALID</c>.</summary>
    /// <value>The default is false. <see cref="IDatabaseBackup.ValidateConstraintsAsync"/> proves them later.</value>
    /// <remarks>PostgreSQL manual, ALTER TABLE, "ADD table_constraint [ NOT VALID ]".</remarks>
    public bool SkipConstraints { get; set; }

    /// <summary>Gets or sets how rows meet those of a table that exists.</summary>
    /// <value>The default is <see cref="ExistingRowsAction.Error"/>. Cannot be combined with <see cref="DropExisting"/>.</value>
    public ExistingRowsAction ExistingRows { get; set; }

    /// <summary>Gets or sets a value indicating whether only definitions are restored.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="DataOnly"/>.</value>
    public bool SchemaOnly { get; set; }

    /// <summary>Gets or sets a value indicating whether only rows are restored, into tables that exist.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="SchemaOnly"/>.</value>
    public bool DataOnly { get; set; }

    /// <summary>Gets or sets what happens to the owners that the backup names.</summary>
    /// <value>The default is <see cref="RestoreOwnership.Keep"/>.</value>
    public RestoreOwnership Owners { get; set; }

    /// <summary>Gets or sets what happens to the privileges that the backup names.</summary>
    /// <value>The default is <see cref="RestoreOwnership.Keep"/>.</value>
    public RestoreOwnership Privileges { get; set; }

    /// <summary>Gets or sets a value indicating whether properties of the database itself (settings, comment, owner, privileges, connection
    /// limit, whether it is a template) are set for the target, whatever its name. What the target has beyond them stays.</summary>
    /// <value>The default is false. <see cref="Owners"/> and <see cref="Privileges"/> apply to it. Cannot be combined with
    /// <see cref="DataOnly"/>; the backup must hold them (<see cref="BackupOptions.DatabaseProperties"/>).</value>
    public bool DatabaseProperties { get; set; }

    /// <summary>Gets or sets a value indicating whether roles that the server lacks are made, before everything else. One that exists stays
    /// as it is, with its password, attributes and memberships; none is ever dropped.</summary>
    /// <value>The default is false. <see cref="Privileges"/> applies to memberships and to attributes such as SUPERUSER. Cannot be combined
    /// with <see cref="DataOnly"/>; the backup must hold them (<see cref="BackupOptions.Roles"/>).</value>
    public bool Roles { get; set; }

    /// <summary>Gets the roles to name instead of those of the backup, by its names, as they stand without quotes: as owners, in
    /// privileges, default privileges, policies and user mappings, and in properties of the database.</summary>
    /// <value>Empty, the default: the backup's own names. A role that the target lacks is a conflict (<c>role_not_found</c>), as is one
    /// that the backup does not name. Cannot be combined with <see cref="Roles"/> or <see cref="DataOnly"/>.</value>
    public IDictionary<string, string> RoleMapping { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether nothing is left out: whatever a restore would leave out with a warning, because the
    /// target or the restoring role lacks something, makes it refuse instead, before anything is touched where that can be known.</summary>
    /// <value>The default is false. <see cref="RestoreOwnership.Keep"/> then means <see cref="RestoreOwnership.Require"/>; what is skipped
    /// on purpose stays so. Cannot be combined with <see cref="SkipForbidden"/>.</value>
    public bool Strict { get; set; }

    /// <summary>Gets or sets a value indicating whether objects that cannot be made in the target, and what needs them, are left out, each
    /// with a warning, instead of failing: those that the restoring role may not create (foreign-data wrappers, event triggers,
    /// subscriptions, …), and extensions that the server does not have.</summary>
    /// <value>The default is false: what cannot be made is an error, and nothing is restored.</value>
    public bool SkipForbidden { get; set; }

    /// <summary>Gets or sets how many connections load data at the same time, where the target is empty.</summary>
    /// <value>1 to 64. The default is that of <see cref="PgBackupOptions.Jobs"/>.</value>
    public int? Jobs { get; set; }

    /// <summary>Gets or sets a connection string of the database to restore into.</summary>
    /// <value>In Npgsql's form, with a host. The default, null, means the database of
    /// <see cref="PgBackupOptions.ConnectionString"/>.</value>
    public string? Target { get; set; }

    /// <summary>Gets or sets the name of a new database to restore into, on the server of the target. It is made with the encoding and
    /// locale of the backup's database, and has its name when all is restored; what fails leaves no database behind.</summary>
    /// <value>An unquoted name. The default, null, means to restore into the target itself. A database of that name is a conflict
    /// (<c>database_exists</c>). Cannot be combined with <see cref="ReplaceDatabase"/> or <see cref="DataOnly"/>.</value>
    public string? CreateDatabase { get; set; }

    /// <summary>Gets or sets a value indicating whether the backup is restored into a new database beside the target, which is then
    /// verified and takes the target's name and place. The old database is kept as <see cref="RestoreResult.ReplacedDatabase"/>.</summary>
    /// <value>The default is false. Only for whole restores: cannot be combined with <see cref="Tables"/>, <see cref="DropExisting"/>,
    /// <see cref="ExistingRows"/>, <see cref="SchemaOnly"/>, <see cref="DataOnly"/> or <see cref="CreateDatabase"/>.</value>
    /// <remarks>Owner, privileges, settings, comment and limits of the target go over to the new database, or with
    /// <see cref="DatabaseProperties"/> those of the backup. The role must be superuser, or own the target and have CREATEDB
    /// (PostgreSQL manual, ALTER DATABASE, RENAME).</remarks>
    public bool ReplaceDatabase { get; set; }

    /// <summary>Gets or sets a value indicating whether <see cref="ReplaceDatabase"/> ends the sessions of others in the target.</summary>
    /// <value>The default is false: sessions are a conflict (<c>database_in_use</c>).</value>
    public bool DisconnectOthers { get; set; }

    /// <summary>Gets or sets a value indicating whether what the restore is about to replace is backed up first: tables that are dropped,
    /// or whose rows are replaced or merged. If that fails, nothing is restored.</summary>
    /// <value>The default is false. <see cref="RestoreResult.SafetyBackupId"/> tells the backup's id; none is made where nothing is
    /// replaced, or <see cref="ReplaceDatabase"/> keeps all of it.</value>
    public bool SafetyBackup { get; set; }

    /// <summary>Gets or sets how long to wait for a lock that others hold on a table.</summary>
    /// <value>More than zero, 24 days at most. The default is that of <see cref="PgBackupOptions.LockTimeout"/>.</value>
    /// <remarks>PostgreSQL manual, "Client Connection Defaults", <c>lock_timeout</c>.</remarks>
    public TimeSpan? LockTimeout { get; set; }
}
