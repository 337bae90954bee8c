using PgBackup.Benchmarks.DataSets;

namespace PgBackup.Benchmarks.Contests;

/// <summary>What is compared for each data set, and what we want to reach with two cores and two jobs.</summary>
internal static class ContestList
{
    private const string Ours = "PgBackup sql gzip";
    private const string OursZstd = "PgBackup sql zstd";
    private const string OursPlain = "PgBackup sql none";
    private const string OursJson = "PgBackup json gzip";
    private const string OursCsv = "PgBackup csv gzip";
    private const string OursInProcess = "PgBackup in process";
    private const string OursPart = "PgBackup of one table";
    private const string OursSchema = "PgBackup schema only";
    private const string Directory = "pg_dump -Fd gzip";
    private const string Custom = "pg_dump -Fc gzip";
    private const string DirectoryZstd = "pg_dump -Fd zstd";
    private const string DirectoryPlain = "pg_dump -Fd -Z0";
    private const string DumpSchema = "pg_dump -s";
    private const string Copy = "psql COPY to nothing";
    private const string PgRestore = "pg_restore -j";
    private const string Psql = "psql -f";

    private static Contender OurBackup { get; } = BackupContenders.PgBackup(Ours);

    private static Contender Dump { get; } = BackupContenders.PgDump(Directory, "-Fd", "-Z6");

    /// <summary>Gets our backup alone: by the program, and by the library in a process that runs already.</summary>
    public static Contest GrowthOfBackup { get; } = new("backup", [OurBackup, LibraryContenders.Backup(OursInProcess)], []);

    /// <summary>Gets our restore of it alone, in the same ways.</summary>
    public static Contest GrowthOfRestore { get; } = new(
        "restore", [RestoreContenders.PgBackup(Ours, Ours), LibraryContenders.Restore(OursInProcess, Ours)], []);

    /// <summary>Lists the contests of a data set; later ones use what earlier ones wrote.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="hasZstd">Whether <c>pg_dump</c> knows zstd.</param>
    public static IEnumerable<Contest> Of(DataSet data, bool hasZstd)
    {
        if (data == DataSet.Mixed)
            return Mixed(hasZstd);
        if (data == DataSet.OneBigTable)
            return [BigBackup(), Restore(0.65)];
        if (data == DataSet.ManyTables)
            return [Schema(), new Contest("backup", [OurBackup, Dump], [new Goal(Ours, Directory, 1)]), Restore(1)];
        if (data == DataSet.LargeObjects)
            return [new Contest("backup", [OurBackup, Dump], [new Goal(Ours, Directory, 1)]), Restore(1)];
        Contender[] backups =
        [
            OurBackup,
            BackupContenders.PgBackup(OursJson, "--format", "json"),
            BackupContenders.PgBackup(OursCsv, "--format", "csv"),
        ];
        return [new Contest("backup", backups, []), OurRestores()];
    }

    private static IEnumerable<Contest> Mixed(bool hasZstd)
    {
        List<Contender> backups =
        [
            OurBackup,
            BackupContenders.PgBackup(OursZstd, "--compress", "zstd"),
            BackupContenders.PgBackup(OursPlain, "--compress", "none"),
            BackupContenders.PgBackup(OursCsv, "--format", "csv"),
            BackupContenders.PgBackup(OursJson, "--format", "json"),
            Dump,
            BackupContenders.PgDump(DirectoryPlain, "-Fd", "-Z0"),
            BackupContenders.PgDump(Custom, "-Fc", "-Z6"),
            BackupContenders.RawCopy(Copy, DataSet.Mixed),
        ];
        if (hasZstd)
            backups.Add(BackupContenders.PgDump(DirectoryZstd, "-Fd", "--compress=zstd"));
        yield return new Contest(
            "backup",
            backups,
            [
                new Goal(Ours, Directory, 0.50, 1.05), new Goal(OursZstd, DirectoryZstd, 0.85, 1.0), new Goal(OursPlain, Copy, 1.15),
                new Goal(OursCsv, Ours, 1.1), new Goal(OursJson, Ours, 1.5),
            ]);
        yield return new Contest(
            "restore",
            [
                RestoreContenders.PgBackup(Ours, Ours),
                RestoreContenders.PgRestore(PgRestore, Directory),
                RestoreContenders.Psql(Psql, OursPlain),
            ],
            [new Goal(Ours, PgRestore, 0.90)]);
        yield return new Contest("backup of one table", [BackupContenders.PgBackup(OursPart, "--table", "audit")], []);
        yield return new Contest(
            "restore of one table",
            [
                RestoreContenders.PgBackup("out of the whole", Ours, "--table", "audit"),
                RestoreContenders.PgBackup("out of its own backup", OursPart),
            ],
            [new Goal("out of the whole", "out of its own backup", 1.1)]);
        yield return new Contest(
            "verification", [RestoreContenders.Verification(OursPlain, OursPlain), RestoreContenders.Verification(Ours, Ours)], []);
    }

    private static Contest BigBackup() => new(
        "backup", [OurBackup, Dump, BackupContenders.RawCopy(Copy, DataSet.OneBigTable)], [new Goal(Ours, Directory, 0.40, 1.05)]);

    private static Contest Schema() => new(
        "schema", [BackupContenders.PgBackup(OursSchema, "--schema-only"), BackupContenders.PgDump(DumpSchema, "-s")],
        [new Goal(OursSchema, DumpSchema, 0.8)]);

    private static Contest Restore(double atMost) => new(
        "restore", [RestoreContenders.PgBackup(Ours, Ours), RestoreContenders.PgRestore(PgRestore, Directory)],
        [new Goal(Ours, PgRestore, atMost)]);

    private static Contest OurRestores() => new(
        "restore",
        [
            RestoreContenders.PgBackup(Ours, Ours),
            RestoreContenders.PgBackup(OursJson, OursJson),
            RestoreContenders.PgBackup(OursCsv, OursCsv),
        ],
        []);
}
