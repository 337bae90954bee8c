using PgBackup.CustomFormat;
using PgBackup.Testing;

// What the author of a format runs in a test: does it give back what it got?
var report = new BackupFormatConformance(new NdjsonFormat()).Run();
Console.WriteLine(report);
return report.IsGood ? 0 : 1;
