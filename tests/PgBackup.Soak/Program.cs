using System.CommandLine;
using PgBackup.Soak.Rounds;

var minutes = new Option<double>("--minutes") { Description = "How long to go on.", DefaultValueFactory = _ => 10 };
var seed = new Option<int?>("--seed") { Description = "The first round's seed; that of the others follows. By default another one each time." };
var server = new Option<int?>("--server") { Description = "Major version of the server, 13 to 18. By default the one that is at hand." };
var soak = new Command("soak", "Backs up, damages and restores amid faults until the time is over, or what must not happen does.") { minutes, seed, server };
soak.SetAction(async (arguments, cancellationToken) =>
{
    var first = arguments.GetValue(seed) ?? Random.Shared.Next(1_000_000);
    return await SoakRun.RunAsync(TimeSpan.FromMinutes(arguments.GetValue(minutes)), first, arguments.GetValue(server), cancellationToken);
});
return await new RootCommand("Soaks PgBackup in faults, on a throw-away server.") { soak }.Parse(args).InvokeAsync();
