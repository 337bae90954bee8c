using PgBackup.CustomStore;
using PgBackup.Testing;

// What the author of a store runs in a test: does it keep what the library relies on?
var report = await new BackupStoreConformance(new MemoryStore()).RunAsync();
Console.WriteLine(report);
return report.IsGood ? 0 : 1;
