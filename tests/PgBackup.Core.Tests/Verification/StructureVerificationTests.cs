using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using PgBackup.Archive;
using PgBackup.Tests.Archive;
using PgBackup.Tests.Restore;
using Xunit;

namespace PgBackup.Tests.Verification;

/// <summary>Backups whose checksums are right and whose contents are not: somebody wrote them on purpose, or a format is wrong.</summary>
public sealed class StructureVerificationTests
{
    private const string Tables = """
        CREATE TABLE first_table (id int PRIMARY KEY, word text);
        INSERT INTO first_table VALUES (1, 'one'), (2, 'two');
        CREATE VIEW seen AS SELECT id FROM first_table;
        CREATE INDEX by_word ON first_table (word);
        """;

    public static TheoryData<string, string, string> Statements => new()
    {
        { "CREATE VIEW public.seen AS", "ALTER ROLE public.seen AS", "begins with ALTER ROLE" },
        { "CREATE VIEW public.seen AS", "CREATE VIEW public.a; S AS", "a second statement follows" },
        { "CREATE VIEW public.seen AS", "CREATE VIEW public.seen (S", "'(' is not closed" },
        { "CREATE VIEW public.seen AS", "CREATE VIEW public.'een AS", "a string is not closed" },
        { "CREATE VIEW public.seen AS", "CREATE VIEW public.seen /*", "a comment is not closed" },
        { "CREATE VIEW public.seen AS", "\\! VIEW public.seen AS   ", "a backslash" },
        { "CREATE INDEX by_word", "DELETE FROM by_word ", "begins with DELETE FROM" },
        { "CREATE TABLE public.first_table (", "CREATE TABLE public.first_table )", "')' closes nothing" },
        { "1\tone", "1 one", "do not have 2 columns" },
        { "1\tone", "\\.\tne", "begins with \\." },
        { "2\ttwo", "\\.\two", "begins with \\." },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statement_or_row_that_is_not_one_is_a_problem(string text, string other, string problem)
    {
        await using var world = await RestoreWorld.CreateAsync(Tables);
        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Compression = BackupCompression.None });
        var path = Path.Combine(world.Host.StorePath, backup.Artifact);
        var script = await File.ReadAllTextAsync(path);
        script.Should().Contain(text);

        await WriteAsync(world, backup.Id, script.Replace(text, other.PadRight(text.Length), StringComparison.Ordinal), m => m);

        (await world.Backups.VerifyBackupAsync(backup.Id)).Problems.Should().BeEmpty("the checksums are right");
        var report = await world.Backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure);
        report.Problems.Should().ContainSingle().Which.Should().Contain(problem);
    }

    [Fact]
    public async Task Entries_that_do_not_fit_each_other_are_problems()
    {
        await using var world = await RestoreWorld.CreateAsync(Tables);
        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Compression = BackupCompression.None });
        var script = await File.ReadAllTextAsync(Path.Combine(world.Host.StorePath, backup.Artifact));

        await ProblemAsync("VIEW", e => e with { Dependencies = [999] }, "needs entry 999, which is not there");
        await ProblemAsync("TABLE", e => e with { Dependencies = [e.Id + 1] }, "does not stand before it");
        await ProblemAsync("INDEX", e => e with { Relation = 999 }, "is a part of entry 999, which is not there");
        await ProblemAsync("INDEX", e => e with { Section = BackupSection.PreData }, "stands behind one of");
        await ProblemAsync("INDEX", e => e with { Section = (BackupSection)77 }, "is of no known section");
        await ProblemAsync("INDEX", e => e with { Statements = [] }, "has neither statements nor rows");
        await ProblemAsync("INDEX", e => e with { Kind = "TABLE" }, "begins with CREATE INDEX");
        await ProblemAsync("INDEX", e => e with { Kind = "SOMETHING NEW" }, null);
        await ProblemAsync("INDEX", e => e with { Drop = "DROP INDEX a; DROP TABLE b" }, "a second statement follows");
        await ProblemAsync("INDEX", e => e with { Drop = "VACUUM" }, "begins with VACUUM");
        await ProblemAsync("TABLE DATA", e => e with { Table = e.Table! with { Name = "other" } }, "has the rows of public.other");
        await ProblemAsync(
            "TABLE DATA", e =>
                e with { Name = "other", Table = e.Table! with { Name = "other" } }, "is a part of TABLE public.first_table");
        await ProblemAsync(
            "TABLE DATA", e =>
                e with { Table = e.Table! with { Columns = [e.Table.Columns[0], e.Table.Columns[0]] } }, "two columns of one name");
        await ProblemAsync("TABLE DATA", e => e with { Table = e.Table! with { Columns = [e.Table.Columns[0]] } }, "cannot be decoded");

        async Task ProblemAsync(string kind, Func<BackupEntry, BackupEntry> change, string? problem)
        {
            var original = await world.Backups.ReadManifestAsync(backup.Id);
            await WriteAsync(
                world, backup.Id, script, m => m with { Entries = [.. m.Entries.Select(e => e.Kind == kind ? change(e) : e)] });

            var problems = (await world.Backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems;

            if (problem is null)
                problems.Should().BeEmpty();
            else
                problems.Should().Contain(p => p.Contains(problem), "the problems are {0}", string.Join(" ", problems));
            await WriteAsync(world, backup.Id, script, _ => original);
        }
    }

    private static async Task WriteAsync(RestoreWorld world, string id, string script, Func<BackupManifest, BackupManifest> change)
    {
        var manifest = change(await world.Backups.ReadManifestAsync(id));
        var bytes = Encoding.UTF8.GetBytes(script);
        var changed = manifest with
        {
            Backup = manifest.Backup with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) },
            Segments = [.. manifest.Segments.Select(
                s => s with { Hash = Convert.ToHexStringLower(XxHash128.Hash(bytes.AsSpan((int)s.Offset, (int)s.Length))) })],
        };
        await File.WriteAllBytesAsync(Path.Combine(world.Host.StorePath, manifest.Backup.Artifact), bytes);
        await File.WriteAllBytesAsync(Path.Combine(world.Host.StorePath, id + ManifestJson.FileSuffix), ManifestBytes.Of(changed));
    }
}
