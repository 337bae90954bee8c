using System.CommandLine;
using PgBackup.Soak.Rounds;
using PgBackup.Soak.Schedules;

var minutes = new Option<double>("--minutes") { Description = "How long to go on.", DefaultValueFactory = _ => 10 };
var seed =
    new Option<int?>("--seed") { Description = "The first round's seed; that of the others follows. By default another one each time." };
var server = new Option<int?>("--server") { Description = "Major version of the server, 13 to 18. By default the one that is at hand." };
var soak =
    new Command("soak",
        "Backs up, damages and restores amid faults until the time is over, or what must not happen does.") { minutes, seed, server };
soak.SetAction(async (arguments, cancellationToken) =>
{
    var first = arguments.GetValue(seed) ?? Random.Shared.Next(1_000_000);
    return await SoakRun.RunAsync(TimeSpan.FromMinutes(arguments.GetValue(minutes)), first, arguments.GetValue(server), cancellationToken);
});
var instances = new Option<int>("--instances") { Description = "How many processes share the schedules.", DefaultValueFactory = _ => 3 };
var schedules = new Command(
    "schedules", "Runs schedules in several processes that are killed at random, and counts what was lost or doubled.")
{
    minutes, seed, server, instances,
};
schedules.SetAction((arguments, cancellationToken) => SchedulesSoak.RunAsync(
    TimeSpan.FromMinutes(arguments.GetValue(minutes)),
    arguments.GetValue(seed) ?? Random.Shared.Next(1_000_000),
    arguments.GetValue(instances),
    arguments.GetValue(server),
    cancellationToken));
return await new RootCommand("Soaks PgBackup in faults, on a throw-away server.") { soak, schedules }.Parse(args).InvokeAsync();
