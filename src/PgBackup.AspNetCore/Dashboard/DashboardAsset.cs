namespace PgBackup.AspNetCore.Dashboard;

/// <summary>A file of the dashboard.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="EntityTag">Changes with the content.</param>
internal sealed record DashboardAsset(ReadOnlyMemory<byte> Content, string MediaType, string EntityTag);
