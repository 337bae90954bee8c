namespace PgBackup;

/// <summary>One finding of an examination.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="ObjectName">What it is about, quoted as in SQL; empty for the server as a whole.</param>
/// <param name="Message">What is the matter.</param>
/// <param name="Remedy">The statement or setting that helps, if there is one.</param>
public sealed record DoctorFinding(FindingSeverity Severity, string ObjectName, string Message, string? Remedy);
