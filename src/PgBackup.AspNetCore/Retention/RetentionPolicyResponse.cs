namespace PgBackup.AspNetCore.Retention;

/// <summary>Which backups are kept.</summary>
internal sealed record RetentionPolicyResponse
{
    public int? KeepLast { get; init; }

    public double? KeepForDays { get; init; }

    public int? Daily { get; init; }

    public int? Weekly { get; init; }

    public int? Monthly { get; init; }

    public int? Yearly { get; init; }

    public long? MaxTotalBytes { get; init; }

    public bool? RequireVerified { get; init; }

    public string? TimeZone { get; init; }

    public static RetentionPolicyResponse From(RetentionPolicy policy) => new()
    {
        KeepLast = policy.KeepLast,
        KeepForDays = policy.KeepFor?.TotalDays,
        Daily = policy.Daily,
        Weekly = policy.Weekly,
        Monthly = policy.Monthly,
        Yearly = policy.Yearly,
        MaxTotalBytes = policy.MaxTotalBytes,
        RequireVerified = policy.RequireVerified,
        TimeZone = policy.TimeZone,
    };
}
