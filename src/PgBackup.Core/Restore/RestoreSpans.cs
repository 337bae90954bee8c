namespace PgBackup.Restore;

/// <summary>What the phases of a restore are called in traces.</summary>
internal static class RestoreSpans
{
    public static string NameOf(RestorePhase phase) => phase switch
    {
        RestorePhase.Planning => "plan",
        RestorePhase.PreData => "schema",
        RestorePhase.LoadingData => "rows",
        // One beside the other, in the order of what needs what; so they are one span.
        RestorePhase.PostData => "indexes and constraints",
        RestorePhase.Finishing => "finish",
        RestorePhase.Verifying => "check",
        _ => "rename",
    };
}
