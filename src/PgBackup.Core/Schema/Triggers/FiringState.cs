namespace PgBackup.Schema;

/// <summary>In which sessions a rule, trigger or event trigger fires (<c>session_replication_role</c>).</summary>
internal enum FiringState
{
    /// <summary>In ordinary sessions: the default.</summary>
    Origin,

    /// <summary>In none.</summary>
    Disabled,

    /// <summary>In sessions that apply replicated changes.</summary>
    Replica,

    /// <summary>In all.</summary>
    Always,
}
