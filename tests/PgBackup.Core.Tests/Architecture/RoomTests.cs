using System.Text.RegularExpressions;
using FluentAssertions;
using PgBackup.Tests.Documents;
using Xunit;

namespace PgBackup.Tests.Architecture;

public sealed partial class RoomTests
{
    private static readonly CompiledLibrary Library = CompiledLibrary.Current;

    [Fact]
    public void Each_room_uses_only_rooms_below_it()
    {
        var wrong = Library.InnerUses
            .Where(u => !IsKnownEverywhere(u.From) && !IsKnownEverywhere(u.To) && !IsAllowed(u.From.Room, u.To.Room))
            .Select(u => $"{u.From.Room} uses {u.To.Room}: {u.Use.From} uses {u.Use.To}");

        wrong.Should().BeEmpty();
    }

    // The compiler leaves no trace of constants; but it refuses directives that nobody needs.
    [Fact]
    public void Each_file_names_only_rooms_below_its_own()
    {
        var named = (
            from file in Library.Files
            from room in file.Usings.Concat(file.Lines.SelectMany(QualifiedNames))
                .Where(name => name.StartsWith("PgBackup.", StringComparison.Ordinal))
                .Select(name => name.Split('.')[1]).Distinct()
            select (file, room)).ToList();

        named.Should().HaveCountGreaterThan(100);
        named.Where(n => !IsAllowed(n.file.Room, n.room)).Select(n => $"{n.file.Path} names {n.room}").Should().BeEmpty();
    }

    [Fact]
    public void What_is_known_everywhere_names_only_what_is_public()
    {
        var wrong = Library.InnerUses.Where(u =>
            IsKnownEverywhere(u.From) && u.To.Room != Rooms.Root && !Library.Types[u.Use.To]);

        wrong.Select(u => u.Use).Should().BeEmpty();
        Library.Files.Where(IsKnownEverywhere).SelectMany(f => f.Usings).Should()
            .NotContain(name => name.StartsWith("PgBackup.", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_within_a_room_keep_apart()
    {
        var folders = Library.Files.Select(f => f.Folder).ToHashSet();
        foreach (var (folder, unknown) in Rooms.Within)
        {
            folders.Should().Contain(unknown.Append(folder));
            Library.InnerUses.Where(u => u.From.Folder == folder && unknown.Contains(u.To.Folder)).Select(u => u.Use)
                .Should().BeEmpty($"{folder} does not use {string.Join(", ", unknown)}");
        }
    }

    [Theory]
    [InlineData("PgBackup.Health.HealthEvaluator")]
    [InlineData("PgBackup.Health.Anomalies")]
    [InlineData("PgBackup.Retention.RetentionPlanner")]
    [InlineData("PgBackup.Retention.RetentionRules")]
    public void What_decides_touches_nothing(string type)
    {
        string[] outside = ["Npgsql.", "System.IO.", "System.Net.", "System.Threading.Tasks.", "System.TimeProvider"];

        var uses = Library.Uses.Where(u => u.From == type).Select(u => u.To).ToList();

        uses.Should().NotBeEmpty().And.NotContain(to => outside.Any(o => to.StartsWith(o, StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_folder_is_a_room_of_the_list_and_of_the_page()
    {
        var listed = Rooms.FromTheTop.SelectMany(row => row).ToList();
        var page = RoomRow().Matches(Repository.ReadFile("docs/ARCHITECTURE.md"))
            .Select(m => m.Groups["rooms"].Value.Replace("`", "").Split(", "));

        Library.Files.Select(f => f.Room).Distinct().Should().BeEquivalentTo(listed);
        page.Should().BeEquivalentTo(Rooms.FromTheTop, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Uses_are_found_in_signatures_and_in_bodies()
    {
        Library.Uses.Should().HaveCountGreaterThan(3000).And.Contain(
        [
            new("PgBackup.IDatabaseBackup", "PgBackup.RestorePlan"),                                // within a return type
            new("PgBackup.BackupInfo", "PgBackup.BackupState"),                                     // a property
            new("PgBackup.Archive.ManifestJsonContext", "PgBackup.BackupManifest"),                 // an attribute
            new("PgBackup.Verification.TestRestore", "PgBackup.Verification.ThrowawayDatabase"),    // a body of an async method
            new("PgBackup.Restore.RestoreRunner", "Npgsql.NpgsqlConnection"),
        ]);
    }

    private static IEnumerable<string> QualifiedNames(string line) =>
        QualifiedName().Matches(line).Select(m => "PgBackup." + m.Groups["name"].Value).Where(Library.Types.ContainsKey);

    private static bool IsKnownEverywhere(SourceFile file) => file.Room == Rooms.Root && file.TypeName != Rooms.Joiner;

    private static bool IsAllowed(string from, string to) => from == to || Rooms.RowOf(to) > Rooms.RowOf(from);

    // Within the library a name may begin with its room.
    [GeneratedRegex(@"\b(PgBackup\.)?(?<name>[A-Z]\w+\.[A-Z]\w+)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^\| (?<rooms>root|`\w+`(, `\w+`)*) \| ", RegexOptions.Multiline)]
    private static partial Regex RoomRow();
}
