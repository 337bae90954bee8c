namespace PgBackup.Testing;

/// <summary>What became of one requirement.</summary>
/// <param name="Requirement">What is required.</param>
/// <param name="Problem">How it is not met; null when it is.</param>
public sealed record ConformanceResult(string Requirement, string? Problem)
{
    /// <summary>Gets a value indicating whether the requirement is met.</summary>
    public bool IsMet => Problem is null;
}
