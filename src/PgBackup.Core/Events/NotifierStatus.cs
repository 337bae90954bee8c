namespace PgBackup;

/// <summary>How one of those who are told of events has done since the process began.</summary>
public sealed record NotifierStatus
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how many events were delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>Gets how many it failed on. That is logged; there is no event of it, which would have to be delivered in turn.</summary>
    public long Failed { get; init; }

    /// <summary>Gets how many were dropped, as its queue was full or the host stopped.</summary>
    public long Dropped { get; init; }
}
