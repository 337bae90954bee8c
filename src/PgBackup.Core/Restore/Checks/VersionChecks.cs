using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Chooses the checks that a backup of one major needs for a server of another one.</summary>
internal static class VersionChecks
{
    public static IEnumerable<IStatementCheck> Between(
        ServerVersion source, TargetDatabase target, IReadOnlyDictionary<int, BackupEntry> entries, PlanFindings findings)
    {
        var there = target.Server.Version.Major;
        if (there > source.Major)
            yield return new NewerServerCheck(source.Major, there, entries, findings);
        else if (there < source.Major)
            yield return new OlderServerCheck(source.Major, there, target.Server.Database, findings);
    }
}
