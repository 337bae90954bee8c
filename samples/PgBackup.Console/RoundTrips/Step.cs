namespace PgBackup.ConsoleHost.RoundTrips;

/// <summary>One step of a round trip, as <c>--json</c> shows it.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Passed">Whether it went well.</param>
/// <param name="Detail">What came of it, or what went wrong.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Step(string Name, bool Passed, string Detail, double Seconds);
