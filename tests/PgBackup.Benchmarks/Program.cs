using System.CommandLine;
using PgBackup.Benchmarks;

return await new RootCommand("Compares PgBackup with PostgreSQL's own programs: same server, same data, in turns.") { ComparisonCommand.Create() }
    .Parse(args).InvokeAsync();
