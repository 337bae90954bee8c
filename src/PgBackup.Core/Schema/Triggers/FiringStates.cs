namespace PgBackup.Schema;

/// <summary>How states are read and written.</summary>
internal static class FiringStates
{
    /// <summary>Reads <c>tgenabled</c>, <c>ev_enabled</c> or <c>evtenabled</c>.</summary>
    public static FiringState FiringState(this CatalogRow row, string column) => row.Char(column) switch
    {
        'O' => Schema.FiringState.Origin,
        'D' => Schema.FiringState.Disabled,
        'R' => Schema.FiringState.Replica,
        'A' => Schema.FiringState.Always,
        var other => throw new InvalidDataException($"{column} is '{other}', which no supported server writes."),
    };

    /// <summary>What <c>ALTER …</c> calls the change to this state.</summary>
    public static string Verb(this FiringState state) => state switch
    {
        Schema.FiringState.Disabled => "DISABLE",
        Schema.FiringState.Replica => "ENABLE REPLICA",
        Schema.FiringState.Always => "ENABLE ALWAYS",
        _ => "ENABLE",
    };
}
