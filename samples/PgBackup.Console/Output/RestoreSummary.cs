namespace PgBackup.ConsoleHost.Output;

/// <summary>Restores, planned and done, in a few lines for people.</summary>
internal static class RestoreSummary
{
    public static void Write(RestorePlan plan, Terminal terminal)
    {
        terminal.Heading($"Restoring {plan.BackupId} into {plan.Database} would do this:");
        var groups = plan.Steps.GroupBy(s => (s.Action, s.Kind));
        foreach (var group in groups.OrderBy(g => g.Key.Action).ThenBy(g => g.Key.Kind, StringComparer.Ordinal))
            terminal.Line($"  {Verb(group.Key.Action),-8} {Quantity.Number(group.Count()),7}  {group.Key.Kind}");
        terminal.Line($"  {Quantity.Count(plan.Rows, "row")}, {Quantity.Bytes(plan.Bytes)}");

        foreach (var warning in plan.Warnings)
            terminal.Warning(warning);

        if (plan.CanRestore)
            terminal.Success("Nothing stands in the way. Nothing was changed.");
        else
            WriteConflicts(plan, terminal);
    }

    public static void Write(RestoreResult result, Terminal terminal)
    {
        foreach (var warning in result.Warnings)
            terminal.Warning(warning);
        if (result.UnvalidatedConstraints.Count > 0)
        {
            terminal.Warning($"{Quantity.Count(result.UnvalidatedConstraints.Count, "foreign key")} left NOT VALID; " +
                "ALTER TABLE … VALIDATE CONSTRAINT … proves one:");
            foreach (var constraint in result.UnvalidatedConstraints)
                terminal.Line($"  {constraint.Schema}.{constraint.Table}: {constraint.Name}");
        }

        if (result.RecreatedDependents.Count > 0)
            terminal.Line(
                $"{Quantity.Count(result.RecreatedDependents.Count, "object")} that depend on dropped tables made again as before.");
        if (result.SafetyBackupId is not null)
            terminal.Line($"What was there before is in backup {result.SafetyBackupId}.");
        if (result.ReplacedDatabase is not null)
            terminal.Line($"The database that was replaced is kept as {result.ReplacedDatabase}; drop it when it is no longer needed.");

        terminal.Success(
            $"Restored {result.BackupId} into {result.Database}: {Quantity.Count(result.ObjectsCreated, "object")} created, " +
            $"{Quantity.Count(result.Rows, "row")} into {Quantity.Count(result.Tables, "table")} in {Quantity.Duration(result.Duration)}.");
    }

    /// <summary>Writes a line for each conflict and an error line at the end.</summary>
    public static void WriteConflicts(RestorePlan plan, Terminal terminal)
    {
        foreach (var conflict in plan.Conflicts)
            terminal.Line($"  {conflict.Message} [{conflict.Code}]");
        terminal.Error(
            $"{Quantity.Count(plan.Conflicts.Count, "conflict")} in {plan.Database}, nothing was changed. " +
            $"First: {plan.Conflicts[0].Message} [{plan.Conflicts[0].Code}]");
    }

    private static string Verb(RestoreAction action) => action.ToString().ToLowerInvariant();
}
