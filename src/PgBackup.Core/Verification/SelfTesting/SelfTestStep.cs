namespace PgBackup;

/// <summary>One step of a self-test.</summary>
/// <param name="Name">What was done, for instance <c>restore sql</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Message">What came of it, or what is wrong and what helps.</param>
public sealed record SelfTestStep(string Name, SelfTestOutcome Outcome, TimeSpan Duration, string Message);
