using FluentAssertions;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.OptionChecks;

public sealed class BackupOptionsTests
{
    // The option that is wrong, what the message says of it, and the options.
    public static TheoryData<string, string, BackupOptions> Wrong => new()
    {
        { "Tables", "pattern is empty", new BackupOptions { Tables = { "" } } },
        { "Tables", "pattern is empty", new BackupOptions { Tables = { null! } } },
        { "Tables", "'a.b.c' has too many dots", new BackupOptions { Tables = { "a.b.c" } } },
        { "ExcludeTables", "\"open", new BackupOptions { ExcludeTables = { "\"open" } } },
        { "Schemas", "'a.b' has a dot", new BackupOptions { Schemas = { "a.b" } } },
        { "ExcludeData", "pattern is empty", new BackupOptions { ExcludeData = { " " } } },
        { "Where", "Where", new BackupOptions { Where = { ["t"] = "true" }, SchemaOnly = true } },
        { "SchemaOnly", "SchemaOnly and DataOnly", new BackupOptions { SchemaOnly = true, DataOnly = true } },
        { "DataOnly", "DataOnly", new BackupOptions { DataOnly = true, Roles = BackupRoles.WithoutPasswords } },
        { "Compression", "gzip, zstd or none", new BackupOptions { Compression = (BackupCompression)9 } },
        { "Jobs", "Jobs must be from 1 to 64", new BackupOptions { Jobs = 0 } },
        { "Jobs", "Jobs must be from 1 to 64", new BackupOptions { Jobs = 65 } },
        { "Label", "label has 201 characters", new BackupOptions { Label = new string('x', 201) } },
        { "LockTimeout", "LockTimeout must be more than zero", new BackupOptions { LockTimeout = TimeSpan.Zero } },
        { "LockTimeout", "at most 24 days", new BackupOptions { LockTimeout = TimeSpan.FromDays(30) } },
        { "LargeObjects", "LargeObjects", new BackupOptions { LargeObjects = true, SchemaOnly = true } },
        { "DatabaseProperties", "DatabaseProperties", new BackupOptions { DatabaseProperties = true, DataOnly = true } },
        { "Roles", "none, without or with passwords", new BackupOptions { Roles = (BackupRoles)9 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_option_is_refused_before_anything_is_touched(string option, string words, BackupOptions options)
    {
        option.Should().NotBeEmpty();
        return Refusals.RequireAsync(b => b.CreateBackupAsync(options), words);
    }

    [Fact]
    public async Task Format_that_is_not_registered_is_refused_before_anything_is_touched()
    {
        using var host = new BackupHost();
        var backups = host.For("Host=127.0.0.1;Port=1");

        var act = () => backups.CreateBackupAsync(new BackupOptions { Format = "exotic" });

        (await act.Should().ThrowAsync<PgBackupException>()).WithMessage("*'exotic'*csv, json, ndjson, sql*")
            .Which.Code.Should().Be(PgBackupErrorCodes.FormatNotFound);
        Directory.Exists(host.StorePath).Should().BeFalse();
    }

    [Fact]
    public void Each_option_is_refused_where_it_can_be_wrong() => Refusals.RequireEach<BackupOptions>(
        [.. Wrong.Select(row => (string)row[0]), nameof(BackupOptions.Format)],
        nameof(BackupOptions.SkipUnreadable), nameof(BackupOptions.ContentHashes), nameof(BackupOptions.IncludeHistory));
}
