namespace PgBackup.Benchmarks.Measuring;

/// <summary>A program to run.</summary>
internal sealed record ToolCommand(string Path, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment);
