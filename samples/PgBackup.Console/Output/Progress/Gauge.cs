namespace PgBackup.ConsoleHost.Output.Progress;

/// <summary>One bar: a part of a whole.</summary>
/// <param name="Label">What is measured, for instance "tables".</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is to do; 0 while that is unknown.</param>
/// <param name="Text">Both in words, for instance "3 of 12".</param>
internal readonly record struct Gauge(string Label, long Done, long Total, string Text);
