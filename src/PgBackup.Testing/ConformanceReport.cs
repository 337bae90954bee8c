namespace PgBackup.Testing;

/// <summary>What a store or a format keeps of what the library relies on.</summary>
/// <param name="Subject">What was tested.</param>
/// <param name="Results">A result for each requirement.</param>
public sealed record ConformanceReport(string Subject, IReadOnlyList<ConformanceResult> Results)
{
    /// <summary>Gets a value indicating whether all requirements are met.</summary>
    public bool IsGood => Results.All(r => r.IsMet);

    /// <summary>Fails a test, whatever its framework, unless all requirements are met.</summary>
    /// <exception cref="ConformanceException">One is not.</exception>
    public void ThrowIfBad()
    {
        if (!IsGood)
            throw new ConformanceException(ToString());
    }

    /// <summary>Lists the requirements, one on each line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(
        Environment.NewLine,
        Results.Select(r => r.IsMet ? $"ok      {r.Requirement}" : $"FAILED  {r.Requirement}: {r.Problem}").Prepend(Subject));
}
