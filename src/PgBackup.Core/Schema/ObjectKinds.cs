namespace PgBackup.Schema;

/// <summary>What PgBackup knows of each kind.</summary>
internal static class ObjectKinds
{
    /// <summary>The name of the kind in manifests, as in <c>pg_restore --list</c>.</summary>
    public static string Name(this ObjectKind kind) => kind switch
    {
        ObjectKind.AccessMethod => "ACCESS METHOD",
        ObjectKind.CheckConstraint => "CHECK CONSTRAINT",
        ObjectKind.DatabaseProperties => "DATABASE PROPERTIES",
        ObjectKind.DefaultAcl => "DEFAULT ACL",
        ObjectKind.EventTrigger => "EVENT TRIGGER",
        ObjectKind.ExtendedStatistics => "STATISTICS",
        ObjectKind.ForeignDataWrapper => "FOREIGN DATA WRAPPER",
        ObjectKind.ForeignKey => "FK CONSTRAINT",
        ObjectKind.ForeignServer => "SERVER",
        ObjectKind.ForeignTable => "FOREIGN TABLE",
        ObjectKind.IndexAttach => "INDEX ATTACH",
        ObjectKind.LargeObject => "LARGE OBJECT",
        ObjectKind.LargeObjectData => "LARGE OBJECT DATA",
        ObjectKind.MaterializedView => "MATERIALIZED VIEW",
        ObjectKind.MaterializedViewData => "MATERIALIZED VIEW DATA",
        ObjectKind.OperatorClass => "OPERATOR CLASS",
        ObjectKind.OperatorFamily => "OPERATOR FAMILY",
        ObjectKind.Language => "PROCEDURAL LANGUAGE",
        ObjectKind.PublicationSchema => "PUBLICATION TABLES IN SCHEMA",
        ObjectKind.PublicationTable => "PUBLICATION TABLE",
        ObjectKind.RoleMembership => "ROLE MEMBERSHIP",
        ObjectKind.RoleSettings => "ROLE SETTINGS",
        ObjectKind.RowSecurity => "ROW SECURITY",
        ObjectKind.SequenceOwnedBy => "SEQUENCE OWNED BY",
        ObjectKind.SequenceSet => "SEQUENCE SET",
        ObjectKind.ShellType => "SHELL TYPE",
        ObjectKind.TableAttach => "TABLE ATTACH",
        ObjectKind.TableData => "TABLE DATA",
        ObjectKind.TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
        ObjectKind.TextSearchDictionary => "TEXT SEARCH DICTIONARY",
        ObjectKind.TextSearchParser => "TEXT SEARCH PARSER",
        ObjectKind.TextSearchTemplate => "TEXT SEARCH TEMPLATE",
        ObjectKind.UserMapping => "USER MAPPING",
        _ => kind.ToString().ToUpperInvariant(),
    };

    /// <summary>The section of the kind, unless its dependencies move it behind the data.</summary>
    public static BackupSection Section(this ObjectKind kind) => kind switch
    {
        <= ObjectKind.RoleMembership => BackupSection.Roles,
        ObjectKind.DatabaseProperties => BackupSection.Database,
        < ObjectKind.TableData => BackupSection.PreData,
        <= ObjectKind.SequenceSet => BackupSection.Data,
        _ => BackupSection.PostData,
    };
}
