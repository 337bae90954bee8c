using System.CommandLine;
using PgBackup.Benchmarks;
using PgBackup.Benchmarks.Micro;

return await new RootCommand("Compares PgBackup with PostgreSQL's own programs: same server, same data, in turns.")
{
    ComparisonCommand.Create(), GrowthCommand.Create(), MicroCommand.Create(),
}.Parse(args).InvokeAsync();
