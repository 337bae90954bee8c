using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.OptionChecks;

[Trait("Category", "Unit")]
public sealed class RestoreOptionsTests
{
    // The option that is wrong, what the message says of it, and the options.
    public static TheoryData<string, string, RestoreOptions> Wrong => new()
    {
        { "Tables", "too many dots", new RestoreOptions { Tables = { "a.b.c" } } },
        { "DropExisting", "DropExisting", new RestoreOptions { DropExisting = true, DataOnly = true } },
        { "DropExisting", "ExistingRows", new RestoreOptions { DropExisting = true, ExistingRows = ExistingRowsAction.Append } },
        { "Dependents", "Dependents", new RestoreOptions { Dependents = (DependentsAction)9, DropExisting = true } },
        { "Dependents", "Dependents is for DropExisting", new RestoreOptions { Dependents = DependentsAction.Recreate } },
        { "ExistingRows", "ExistingRows", new RestoreOptions { ExistingRows = (ExistingRowsAction)9 } },
        { "SchemaOnly", "SchemaOnly", new RestoreOptions { SchemaOnly = true, ExistingRows = ExistingRowsAction.Merge } },
        { "DataOnly", "SchemaOnly and DataOnly", new RestoreOptions { SchemaOnly = true, DataOnly = true } },
        { "Owners", "Owners", new RestoreOptions { Owners = (RestoreOwnership)9 } },
        { "Privileges", "Privileges", new RestoreOptions { Privileges = (RestoreOwnership)9 } },
        { "DatabaseProperties", "DatabaseProperties", new RestoreOptions { DatabaseProperties = true, DataOnly = true } },
        { "Roles", "Roles", new RestoreOptions { Roles = true, DataOnly = true } },
        { "RoleMapping", "RoleMapping", new RestoreOptions { RoleMapping = { ["a"] = "b" }, Roles = true } },
        { "RoleMapping", "RoleMapping", new RestoreOptions { RoleMapping = { ["a"] = "b" }, DataOnly = true } },
        { "Strict", "Strict", new RestoreOptions { Strict = true, SkipForbidden = true } },
        { "SkipForbidden", "SkipForbidden", new RestoreOptions { Strict = true, SkipForbidden = true } },
        { "Jobs", "Jobs must be from 1 to 64", new RestoreOptions { Jobs = 65 } },
        { "Target", "connection string cannot be read", new RestoreOptions { Target = "no connection string" } },
        { "Target", "names no Host", new RestoreOptions { Target = "Database=x" } },
        { "CreateDatabase", "CreateDatabase", new RestoreOptions { CreateDatabase = "" } },
        { "CreateDatabase", "CreateDatabase", new RestoreOptions { CreateDatabase = "x", DataOnly = true } },
        { "ReplaceDatabase", "ReplaceDatabase", new RestoreOptions { ReplaceDatabase = true, CreateDatabase = "x" } },
        { "ReplaceDatabase", "ReplaceDatabase", new RestoreOptions { ReplaceDatabase = true, Tables = { "t" } } },
        { "ReplaceDatabase", "ReplaceDatabase", new RestoreOptions { ReplaceDatabase = true, DropExisting = true } },
        { "ReplaceDatabase", "ReplaceDatabase", new RestoreOptions { ReplaceDatabase = true, ExistingRows = ExistingRowsAction.Append } },
        { "ReplaceDatabase", "ReplaceDatabase", new RestoreOptions { ReplaceDatabase = true, SchemaOnly = true } },
        { "ReplaceDatabase", "ReplaceDatabase", new RestoreOptions { ReplaceDatabase = true, DataOnly = true } },
        { "DisconnectOthers", "DisconnectOthers", new RestoreOptions { DisconnectOthers = true } },
        { "LockTimeout", "LockTimeout must be more than zero", new RestoreOptions { LockTimeout = TimeSpan.FromSeconds(-1) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_option_is_refused_before_anything_is_touched(string option, string words, RestoreOptions options)
    {
        option.Should().NotBeEmpty();
        await Refusals.RequireAsync(b => b.RestoreBackupAsync(Refusals.SomeId, options), words);
        await Refusals.RequireAsync(b => b.PlanRestoreAsync(Refusals.SomeId, options), words);
    }

    [Fact]
    public void Each_option_is_refused_where_it_can_be_wrong() => Refusals.RequireEach<RestoreOptions>(
        Wrong.Select(row => (string)row[0]), nameof(RestoreOptions.SkipConstraints), nameof(RestoreOptions.SafetyBackup));
}
