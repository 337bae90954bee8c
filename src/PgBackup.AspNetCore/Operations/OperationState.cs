namespace PgBackup.AspNetCore.Operations;

/// <summary>How far an operation is.</summary>
internal enum OperationState
{
    Running,

    /// <summary>It did what it was asked for; what a verification or a run found is in its result.</summary>
    Succeeded,
    Failed,
    Cancelled,
}
