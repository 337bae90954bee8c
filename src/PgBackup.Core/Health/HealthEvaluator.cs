using PgBackup.Events;

namespace PgBackup.Health;

/// <summary>Judges what was gathered, and touches nothing.</summary>
internal static class HealthEvaluator
{
    public static BackupHealth Evaluate(HealthFacts facts, BackupHealthOptions options)
    {
        var reasons = new List<BackupHealthReason>();
        if (facts.StoreError is { } storeError)
        {
            reasons.Add(new(BackupHealthReasonKind.StoreUnreachable, BackupHealthStatus.Unhealthy,
                $"The store cannot be read: {storeError}", "Check that it exists, and that the application may read and write it."));
        }

        if (facts.DatabaseError is { } databaseError)
        {
            reasons.Add(new(BackupHealthReasonKind.DatabaseUnreachable, BackupHealthStatus.Degraded,
                $"The database does not tell of schedules and runs: {databaseError}",
                "Check the server, the connection string and the rights."));
        }

        var schedules = new List<ScheduleHealth>();
        foreach (var schedule in facts.Schedules)
        {
            var own = Judge(schedule, facts, options).Select(r => r with { ScheduleId = schedule.Id }).ToList();
            reasons.AddRange(own);
            var newest = NewestGood(schedule);
            schedules.Add(new ScheduleHealth
            {
                ScheduleId = schedule.Id,
                Status = Worst(own),
                NewestGoodBackupId = newest?.Backup.Id,
                NewestGoodAt = newest?.Backup.CreatedAt,
                NextDueAt = schedule.DueTimes?.Next(facts.Now),
                FailedRuns = schedule.FailedRuns,
            });
        }

        if (Space(facts, options) is { } space)
            reasons.Add(space);
        return new BackupHealth
        {
            Status = Worst(reasons),
            CheckedAt = facts.Now,
            Reasons = [.. reasons.OrderByDescending(r => r.Status)],
            Schedules = schedules,
            FreeBytes = facts.FreeBytes,
        };
    }

    private static BackupHealthStatus Worst(IEnumerable<BackupHealthReason> reasons) =>
        reasons.Select(r => r.Status).DefaultIfEmpty(BackupHealthStatus.Healthy).Max();

    private static BackupFacts? NewestGood(ScheduleFacts schedule) => schedule.Backups.FirstOrDefault(b => b.IsGood);

    private static IEnumerable<BackupHealthReason> Judge(ScheduleFacts schedule, HealthFacts facts, BackupHealthOptions options)
    {
        if (facts.StoreError is null)
        {
            foreach (var reason in Age(schedule, facts.Now, options).Concat(Condition(schedule))
                .Concat(Verification(schedule, facts.Now, options)).Concat(Anomalies.Find(schedule.Backups, options)))
                yield return reason;
        }

        if (schedule.FailedRuns > 0)
        {
            yield return new(
                BackupHealthReasonKind.RunFailed,
                schedule.FailedRuns >= options.FailedRuns ? BackupHealthStatus.Unhealthy : BackupHealthStatus.Degraded,
                $"{Of(schedule)}: the last {(schedule.FailedRuns == 1 ? "run" : $"{schedule.FailedRuns} runs")} failed, since "
                + $"{EventText.Of(schedule.FailingSince ?? facts.Now)}: {schedule.LastError}",
                "Do what the error asks for; the history tells of each attempt.");
        }

        if (WaitingSince(schedule, facts) is { } since && facts.Now - since > options.SchedulerGrace)
        {
            yield return new(
                BackupHealthReasonKind.SchedulerStopped, BackupHealthStatus.Unhealthy,
                $"{Of(schedule)}: what was due at {EventText.Of(since)} waits to be run.",
                "Check that an application with AddScheduler or AddSchedule runs, that its log has no errors, and that its clock and "
                + "MaxConcurrentRuns suffice.");
        }
    }

    // What was planned and waits; or what should have been planned by now.
    private static DateTimeOffset? WaitingSince(ScheduleFacts schedule, HealthFacts facts) =>
        schedule.WaitingSince
        ?? (schedule.PlannedUntil is { } planned && schedule.DueTimes?.Next(planned) is { } next && next <= facts.Now ? next : null);

    private static IEnumerable<BackupHealthReason> Age(ScheduleFacts schedule, DateTimeOffset now, BackupHealthOptions options)
    {
        var newest = NewestGood(schedule);
        if (options.MaxAge is { } bound)
        {
            var since = newest?.Backup.CreatedAt ?? (schedule.Id is null ? DateTimeOffset.MinValue : schedule.Since);
            if (now - since > bound)
            {
                yield return newest is null
                    ? None()
                    : new(BackupHealthReasonKind.BackupTooOld, BackupHealthStatus.Unhealthy,
                        $"{Of(schedule)}: the newest good backup, {newest.Backup.Id}, is {EventText.Of(now - since)} old; "
                        + $"{EventText.Of(bound)} are allowed.",
                        "Find out why none was made since: look at the runs and at the log.")
                    {
                        BackupId = newest.Backup.Id,
                    };
                yield break;
            }
        }

        if (schedule.DueTimes is not { } due)
            yield break;
        var from = newest is null ? schedule.Since : Latest(newest.Backup.DueAt ?? newest.Backup.CreatedAt, schedule.Since);
        var missed = due.After(from).TakeWhile(t => t + options.Grace <= now).Take(2).Count();
        // With a bound for the age, that alone is unhealthy.
        if (missed > 0 && newest is null && options.MaxAge is null)
            yield return missed > 1 ? None() : None() with { Status = BackupHealthStatus.Degraded };
        else if (missed > 0)
        {
            yield return new(
                BackupHealthReasonKind.BackupOverdue,
                missed > 1 && options.MaxAge is null ? BackupHealthStatus.Unhealthy : BackupHealthStatus.Degraded,
                $"{Of(schedule)}: {(missed > 1 ? "several due times have" : "a due time has")} passed without a good backup; the newest is "
                + $"{(newest is null ? "none" : $"{newest.Backup.Id}, {EventText.Of(now - newest.Backup.CreatedAt)} old")}.",
                "Find out why none was made: look at the runs of the schedule and at the log.")
            {
                BackupId = newest?.Backup.Id,
            };
        }

        BackupHealthReason None() => new(BackupHealthReasonKind.NoBackup, BackupHealthStatus.Unhealthy,
            $"{Of(schedule)}: there is no good backup.", "Make one now, and find out why none was made: look at the runs and at the log.");
    }

    private static IEnumerable<BackupHealthReason> Condition(ScheduleFacts schedule)
    {
        if (schedule.Backups is [{ IsComplete: false, Backup: var backup }, ..])
        {
            yield return new(BackupHealthReasonKind.ArtifactMissing, BackupHealthStatus.Unhealthy,
                $"Backup {backup.Id} is the newest, and its artifact '{backup.Artifact}' is missing or incomplete.",
                "Copy it back, or delete the backup, and make a new one now.")
            {
                BackupId = backup.Id,
            };
        }
    }

    private static IEnumerable<BackupHealthReason> Verification(ScheduleFacts schedule, DateTimeOffset now, BackupHealthOptions options)
    {
        var last = schedule.Backups.Where(b => b.Backup.LastVerifiedAt is not null).MaxBy(b => b.Backup.LastVerifiedAt);
        if (last is { Backup.State: BackupState.Suspect })
        {
            yield return new(BackupHealthReasonKind.VerificationFailed, BackupHealthStatus.Unhealthy,
                $"The last verification, at {EventText.Of(last.Backup.LastVerifiedAt!.Value)}, found backup {last.Backup.Id} damaged.",
                "Do not count on it. Make a new backup and verify it; look at the disk and the memory of the machine; "
                + "delete the damaged one.")
            {
                BackupId = last.Backup.Id,
            };
        }
        else if (options.VerifiedWithin is { } bound && (schedule.AsksForVerification || last is not null) && schedule.Backups.Count > 0
            && now - (last?.Backup.LastVerifiedAt ?? schedule.Since) > bound)
        {
            yield return new(BackupHealthReasonKind.VerificationTooOld, BackupHealthStatus.Degraded,
                $"{Of(schedule)}: no backup was verified since {EventText.Of(last?.Backup.LastVerifiedAt ?? schedule.Since)}.",
                "Verify the newest backup, and have the schedule verify each.")
            {
                BackupId = last?.Backup.Id,
            };
        }
    }

    private static BackupHealthReason? Space(HealthFacts facts, BackupHealthOptions options)
    {
        var largest = facts.Schedules.Select(s => NewestGood(s)?.Backup).OfType<BackupInfo>().MaxBy(b => b.Size);
        if (facts.FreeBytes is not { } free || largest is null || options.FreeBackups <= 0 || free >= largest.Size * options.FreeBackups)
            return null;
        return new(BackupHealthReasonKind.SpaceLow,
            free < largest.Size ? BackupHealthStatus.Unhealthy : BackupHealthStatus.Degraded,
            $"The store has room for {EventText.OfBytes(free)}; backup {largest.Id} has {EventText.OfBytes(largest.Size)}.",
            "Free space, enlarge the disk, or let retention keep less.")
        {
            BackupId = largest.Id,
        };
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Of(ScheduleFacts schedule) => schedule.Id is null ? "Backups" : $"Schedule '{schedule.Id}'";
}
