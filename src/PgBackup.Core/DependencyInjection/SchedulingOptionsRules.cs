using Microsoft.Extensions.Options;
using PgBackup.Scheduling;

namespace PgBackup.DependencyInjection;

/// <summary>Checks schedules and how instances share them.</summary>
internal static class SchedulingOptionsRules
{
    public static void Check(PgBackupOptions options, ValidateOptionsResultBuilder result)
    {
        var scheduling = options.Scheduling;
        Between(scheduling.Lease, TimeSpan.FromSeconds(2), TimeSpan.FromHours(1), nameof(scheduling.Lease));
        Between(scheduling.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), nameof(scheduling.PollInterval));
        Between(scheduling.MissedAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(scheduling.MissedAfter));
        if (scheduling.MaxConcurrentRuns is < 1 or > 64)
            result.AddError($"must be 1 to 64; it is {scheduling.MaxConcurrentRuns}.", Name(nameof(scheduling.MaxConcurrentRuns)));
        if (scheduling.Instance is { Length: 0 or > 200 })
            result.AddError("must have 1 to 200 characters; leave it out for the machine and process.", Name(nameof(scheduling.Instance)));

        foreach (var schedule in options.Schedules)
        {
            try
            {
                ScheduleDefinition.From(schedule, options);
            }
            catch (ArgumentException exception)
            {
                result.AddError(exception.Message, nameof(options.Schedules));
            }
        }

        foreach (var id in options.Schedules.GroupBy(s => s.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
            result.AddError($"there are two of the id '{id}'.", nameof(options.Schedules));

        void Between(TimeSpan value, TimeSpan from, TimeSpan to, string member)
        {
            if (value < from || value > to)
                result.AddError($"must be {from} to {to}; it is {value}.", Name(member));
        }
    }

    private static string Name(string member) => $"{nameof(PgBackupOptions.Scheduling)}.{member}";
}
