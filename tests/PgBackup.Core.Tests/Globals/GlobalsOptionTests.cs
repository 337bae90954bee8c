using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PgBackup.Playground.Servers;
using PgBackup.Stores;
using PgBackup.Tests.Doctor;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Globals;

/// <summary>What the options for roles and for the database's properties refuse, leave out and tell.</summary>
public sealed class GlobalsOptionTests
{
    private const string SomeId = "20260101-000000-00000000";
    private const string OfThisDatabase = "FROM pg_database WHERE datname = current_database()";

    private const string Settings = """
        SELECT unnest(s.setconfig)
        FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        WHERE d.datname = current_database()
        """;

    [Theory]
    [EachMajor]
    public async Task Passwords_of_roles_are_refused_to_who_may_not_read_them(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var reader = await ReaderRole.CreateAsync(database);
        using var host = new BackupHost();
        var backups = host.For(reader.ConnectionString);

        var refused = () => backups.CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithPasswords });
        var error = (await refused.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
        error.Message.Should().Contain($"GRANT SELECT ON pg_catalog.pg_authid TO {reader.Name}").And.Contain("WithoutPasswords");
        Directory.Exists(host.StorePath).Should().BeFalse("not a byte is written");

        var skipped = await backups.CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithPasswords, SkipUnreadable = true });
        skipped.Roles.Should().Be(BackupRoles.WithoutPasswords);
        skipped.Warnings.Should().ContainSingle().Which.Should().Contain("pg_authid");
        var without = await backups.CreateBackupAsync(
            new BackupOptions { Roles = BackupRoles.WithoutPasswords, DatabaseProperties = true });
        without.Warnings.Should().BeEmpty();

        // The remedy helps.
        await database.ExecuteAsync($"GRANT SELECT ON pg_catalog.pg_authid TO {reader.Name}");
        (await backups.CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithPasswords }))
            .Roles.Should().Be(BackupRoles.WithPasswords);
    }

    [Fact]
    public async Task Passwords_are_in_the_artifact_if_asked_for_and_never_in_the_manifest()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var reader = await ReaderRole.CreateAsync(database);
        var password = await database.ScalarAsync<string>($"SELECT rolpassword FROM pg_authid WHERE rolname = '{reader.Name}'");
        using var host = new BackupHost();
        var backups = host.For(database.ConnectionString);

        foreach (var roles in Enum.GetValues<BackupRoles>())
        {
            var backup = await backups.CreateBackupAsync(new BackupOptions { Roles = roles });
            using var script = new StreamReader(host.OpenScript(backup));
            var text = await script.ReadToEndAsync();
            var manifest = await File.ReadAllTextAsync(Path.Combine(host.StorePath, backup.Id + ".manifest.json"));

            backup.Roles.Should().Be(roles);
            text.Contains(reader.Name, StringComparison.Ordinal).Should().Be(roles != BackupRoles.None);
            text.Contains(password!, StringComparison.Ordinal).Should().Be(roles == BackupRoles.WithPasswords);
            backup.Warnings.Any(w => w.Contains("stored passwords")).Should().Be(roles == BackupRoles.WithPasswords);
            manifest.Should().NotContain(password!.Split('$')[^1]).And.NotContain("SCRAM");
        }
    }

    [Fact]
    public async Task Restore_leaves_out_what_it_is_not_asked_for_and_says_so()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync($"COMMENT ON DATABASE {source.Name} IS 'mine'");
        var role = $"globals_{source.Name}";
        await source.ExecuteAsync($"CREATE ROLE {role}");
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString)
            .CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithoutPasswords, DatabaseProperties = true });
        await source.ExecuteAsync($"DROP ROLE {role}");
        var backups = host.For(target.ConnectionString);

        var plan = await backups.PlanRestoreAsync(backup.Id);
        var result = await backups.RestoreBackupAsync(backup.Id);
        var asked = await backups.PlanRestoreAsync(backup.Id, new RestoreOptions { Roles = true, DatabaseProperties = true });

        plan.Warnings.Should().HaveCount(2)
            .And.Contain(w => w.Contains("roles")).And.Contain(w => w.Contains("properties of the database"));
        plan.Steps.Should().NotContain(s => s.Kind == "ROLE" || s.Kind == "DATABASE PROPERTIES");
        result.Warnings.Should().Equal(plan.Warnings);
        (await target.ScalarAsync<string>($"SELECT shobj_description(oid, 'pg_database') {OfThisDatabase}")).Should().BeNull();
        asked.Warnings.Should().BeEmpty();
        asked.Steps.Should().Contain(s => s.Action == RestoreAction.Create && s.Kind == "ROLE" && s.Name == role)
            .And.Contain(s => s.Action == RestoreAction.Alter && s.Kind == "DATABASE PROPERTIES");
    }

    [Fact]
    public async Task What_a_backup_does_not_hold_cannot_be_restored()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var host = new BackupHost();
        var backups = host.For(database.ConnectionString);
        var backup = await backups.CreateBackupAsync();

        foreach (var options in new[] { new RestoreOptions { Roles = true }, new RestoreOptions { DatabaseProperties = true } })
        {
            var act = () => backups.RestoreBackupAsync(backup.Id, options);
            var error = (await act.Should().ThrowAsync<PgBackupException>()).Which;
            error.Code.Should().Be(PgBackupErrorCodes.NotInBackup);
            error.Message.Should().Contain(options.Roles ? "Roles" : "DatabaseProperties");
        }
    }

    [Fact]
    public async Task Rows_alone_go_with_neither()
    {
        using var host = new BackupHost();
        var backups = host.For("Host=nowhere.invalid;Database=x");

        Func<Task>[] contradictions =
        [
            () => backups.CreateBackupAsync(new BackupOptions { DataOnly = true, Roles = BackupRoles.WithoutPasswords }),
            () => backups.CreateBackupAsync(new BackupOptions { DataOnly = true, DatabaseProperties = true }),
            () => backups.RestoreBackupAsync(SomeId, new RestoreOptions { DataOnly = true, Roles = true }),
            () => backups.RestoreBackupAsync(SomeId, new RestoreOptions { DataOnly = true, DatabaseProperties = true }),
        ];

        foreach (var contradiction in contradictions)
            await contradiction.Should().ThrowAsync<ArgumentException>().WithMessage("*DataOnly*");

        await FluentActions.Awaiting(() => backups.CreateBackupAsync(new BackupOptions { Roles = (BackupRoles)7 }))
            .Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Theory]
    [EachMajor]
    public async Task Role_that_may_not_is_refused_before_anything_is_touched(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await using var reader = await ReaderRole.CreateAsync(database);
        var role = $"globals_{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {role}; CREATE TABLE t (id int PRIMARY KEY)");
        using var host = new BackupHost();
        var backup = await host.For(database.ConnectionString)
            .CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithoutPasswords, DatabaseProperties = true });
        await database.ExecuteAsync($"DROP ROLE {role}");
        var backups = host.For(target.As(reader.Name, "hunter2").ConnectionString);

        var plan = await backups.PlanRestoreAsync(backup.Id, new RestoreOptions { Roles = true, DatabaseProperties = true });

        plan.Conflicts.Should().OnlyContain(c => c.Code == PgBackupErrorCodes.PermissionDenied);
        // Since 15, who is no owner may not create in the schema public either.
        plan.Conflicts.Select(c => c.Message).Should().HaveCount(major >= 15 ? 3 : 2)
            .And.Contain(m => m.Contains(role) && m.Contains("CREATEROLE"))
            .And.Contain(m => m.Contains($"may not alter database {target.Name}"));
        var act = () => backups.RestoreBackupAsync(backup.Id, new RestoreOptions { Roles = true });
        (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
        (await target.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 't'")).Should().Be(0);
    }

    [Theory]
    [EachMajor]
    public async Task Restore_that_fails_leaves_neither_roles_nor_properties(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        var role = $"globals_{source.Name}";
        await source.ExecuteAsync(
            $"CREATE ROLE {role}; ALTER DATABASE {source.Name} SET work_mem = '5MB'; CREATE TABLE t (id int PRIMARY KEY)");
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString)
            .CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithoutPasswords, DatabaseProperties = true });
        await source.ExecuteAsync($"DROP ROLE {role}");
        using var stop = new CancellationTokenSource();
        // When all statements have run, and nothing is committed.
        var progress = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == RestorePhase.Finishing)
                stop.Cancel();
        });

        var act = () => host.For(target.ConnectionString)
            .RestoreBackupAsync(backup.Id, new RestoreOptions { Roles = true, DatabaseProperties = true }, progress, stop.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        (await target.ScalarAsync<long>($"SELECT count(*) FROM pg_roles WHERE rolname = '{role}'")).Should().Be(0);
        (await target.ColumnAsync<string>(Settings)).Should().BeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task Script_goes_on_under_psql_where_the_loading_role_may_not(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await using var owner = await ReaderRole.CreateAsync(target);
        var role = $"globals_{source.Name}";
        await source.ExecuteAsync($"""
            CREATE ROLE {role};
            ALTER DATABASE {source.Name} SET work_mem = '5MB';
            ALTER DATABASE {source.Name} SET log_statement = 'none';
            ALTER DATABASE {source.Name} OWNER TO {role};
            GRANT CONNECT ON DATABASE {source.Name} TO {role};
            """);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString)
            .CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithPasswords, DatabaseProperties = true });
        await source.ExecuteAsync($"ALTER DATABASE {source.Name} OWNER TO CURRENT_USER; DROP OWNED BY {role}; DROP ROLE {role}");
        await target.ExecuteAsync($"ALTER DATABASE {target.Name} OWNER TO {owner.Name}");
        try
        {
            await using (var script = host.OpenScript(backup))
                await Psql.RunFileAsync(target.As(owner.Name, "hunter2"), script);

            (await target.ColumnAsync<string>(Settings)).Should().Equal("work_mem=5MB");
            (await target.ScalarAsync<long>($"SELECT count(*) FROM pg_roles WHERE rolname = '{role}'")).Should().Be(0);
        }
        finally
        {
            await target.ExecuteAsync($"ALTER DATABASE {target.Name} OWNER TO CURRENT_USER");
        }
    }

    [Fact]
    public async Task Another_encoding_or_order_of_text_is_told_beforehand()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        (await WarningsAsync(new ThrowawayDatabaseOptions { Locale = "POSIX" })).Should().BeEmpty("POSIX is another name of C");
        (await WarningsAsync(new ThrowawayDatabaseOptions { Encoding = "LATIN1" })).Should().ContainSingle()
            .Which.Should().Contain("LATIN1 lacks");
        (await WarningsAsync(new ThrowawayDatabaseOptions { Encoding = "SQL_ASCII" })).Should().ContainSingle()
            .Which.Should().Contain("SQL_ASCII");
        if (source.Major >= 15)
        {
            (await WarningsAsync(new ThrowawayDatabaseOptions { IcuLocale = "de-DE" })).Should().ContainSingle()
                .Which.Should().Contain("icu de-DE").And.Contain("libc C");
        }

        await using var raw = await PostgresServers.CreateDatabaseAsync(
            source.Major, new ThrowawayDatabaseOptions { Encoding = "SQL_ASCII" });
        await raw.ExecuteAsync("CREATE TABLE t (a text)");
        backup = await host.For(raw.ConnectionString).CreateBackupAsync();
        (await WarningsAsync(new ThrowawayDatabaseOptions())).Should().ContainSingle().Which.Should().Contain("has none (SQL_ASCII)");
        (await WarningsAsync(new ThrowawayDatabaseOptions { Encoding = "SQL_ASCII" })).Should().BeEmpty();

        async Task<IReadOnlyList<string>> WarningsAsync(ThrowawayDatabaseOptions options)
        {
            await using var target = await PostgresServers.CreateDatabaseAsync(source.Major, options);
            var plan = await host.For(target.ConnectionString).PlanRestoreAsync(backup.Id);
            plan.CanRestore.Should().BeTrue();
            return plan.Warnings;
        }
    }

    [Fact]
    public async Task Privileges_and_owner_of_the_database_are_left_out_with_those_of_objects()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await using var owner = await ReaderRole.CreateAsync(source);
        await source.ExecuteAsync($"""
            GRANT TEMP ON DATABASE {source.Name} TO {owner.Name};
            COMMENT ON DATABASE {source.Name} IS 'mine';
            ALTER DATABASE {source.Name} OWNER TO {owner.Name};
            """);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { DatabaseProperties = true });
        await source.ExecuteAsync($"ALTER DATABASE {source.Name} OWNER TO CURRENT_USER");

        await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id, new RestoreOptions
        {
            DatabaseProperties = true,
            Owners = RestoreOwnership.Skip,
            Privileges = RestoreOwnership.Skip,
        });

        (await target.ScalarAsync<string>(
            $"SELECT format('%s %s %s', shobj_description(oid, 'pg_database'), datacl, datdba) {OfThisDatabase}"))
            .Should().Be("mine  10");
    }

    [Fact]
    public async Task Format_of_the_host_sees_ordinary_entries()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var host = new BackupHost();
        var format = new RecordingFormat();
        await using var backups = new DatabaseBackup(
            Options.Create(new PgBackupOptions { ConnectionString = database.ConnectionString, History = HistoryMode.Disabled }),
            [format], new LocalFileStore(host.StorePath), TimeProvider.System, NullLogger<DatabaseBackup>.Instance);

        var backup = await backups.CreateBackupAsync(
            new BackupOptions { Format = format.Name, Roles = BackupRoles.WithPasswords, DatabaseProperties = true }, null, default);
        var plan = await backups.PlanRestoreAsync(backup.Id, new RestoreOptions { Roles = true, DatabaseProperties = true }, default);
        var report = await backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure, default);

        format.Entries.Should().Contain((BackupSection.Roles, "ROLE")).And.Contain((BackupSection.Database, "DATABASE PROPERTIES"));
        format.Statements.Should().Contain(StatementRole.Password, "a format may treat it with care");
        format.Entries.Select(e => e.Section).Should().StartWith(BackupSection.Roles).And.EndWith(BackupSection.Database);
        plan.CanRestore.Should().BeTrue();
        report.Problems.Should().BeEmpty();
    }
}
