using System.CommandLine;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule</c>: backups that happen by themselves.</summary>
internal sealed class ScheduleCommand : Command
{
    public ScheduleCommand()
        : base("schedule", "Backups that happen by themselves. Schedules stand in the database, or in variables such as "
            + "PgBackup__Schedules__0__Id and PgBackup__Schedules__0__Schedule.")
    {
        Add(new ScheduleListCommand());
        Add(new ScheduleNextCommand());
        Add(new ScheduleRunCommand());
        Add(new ScheduleRunsCommand());
        Add(new ScheduleStartCommand());
        Add(new ScheduleAddCommand());
        Add(new ScheduleRemoveCommand());
        Add(new ScheduleSwitchCommand("enable", "Makes a schedule due again.", (schedules, id, token) => schedules.EnableAsync(id, token)));
        Add(new ScheduleSwitchCommand(
            "disable", "Keeps a schedule from being due.", (schedules, id, token) => schedules.DisableAsync(id, token)));
    }
}
