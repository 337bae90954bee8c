using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class PlanTests
{
    // Objects by kind and name, as steps name them, with what changes when they are made anew; inherited parts come with others.
    private const string Objects = """
        SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                   WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' ELSE 'TABLE' END
               || ' ' || quote_ident(nspname) || '.' || quote_ident(relname) || ' ' || c.oid
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname IN ('public', 'shop') AND relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I')
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND contype IN ('p', 'u'))
        UNION ALL
        SELECT CASE contype WHEN 'f' THEN 'FK CONSTRAINT' ELSE 'CONSTRAINT' END || ' shop.' || quote_ident(conname) || ' ' || oid
        FROM pg_constraint WHERE contype IN ('f', 'p', 'u') AND connamespace = 'shop'::regnamespace AND conparentid = 0
        UNION ALL
        SELECT 'TRIGGER shop.' || quote_ident(tgname) || ' ' || oid FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT 'POLICY shop.' || quote_ident(polname) || ' ' || oid FROM pg_policy
        UNION ALL
        SELECT 'FUNCTION ' || quote_ident(nspname) || '.' || quote_ident(proname) || ' ' || p.oid
        FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname IN ('public', 'shop')
        UNION ALL
        SELECT 'TYPE shop.mood ' || oid FROM pg_type WHERE typname = 'mood'
        UNION ALL
        SELECT 'SCHEMA shop ' || oid FROM pg_namespace WHERE nspname = 'shop'
        """;

    private static readonly string[] Kinds =
    [
        "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "INDEX", "FK CONSTRAINT", "CONSTRAINT", "TRIGGER", "POLICY", "FUNCTION", "TYPE",
        "SCHEMA",
    ];

    private static readonly Dictionary<string, RestoreOptions> Combinations = new()
    {
        ["all"] = new(),
        ["definitions"] = new() { SchemaOnly = true },
        ["chosen tables"] = new() { Tables = { "shop.customer" }, SkipConstraints = true },
        ["a partitioned table"] = new() { Tables = { "shop.log" } },
        ["dropped"] = new() { DropExisting = true },
        ["some dropped"] = new() { Tables = { "shop.log", "shop.names", "shop.counted" }, DropExisting = true },
        ["without constraints"] = new() { DropExisting = true, SkipConstraints = true },
        ["replaced"] = new() { ExistingRows = ExistingRowsAction.Replace },
        ["rows alone"] = new() { DataOnly = true, ExistingRows = ExistingRowsAction.Replace, Tables = { "shop.customer", "shop.orders" } },
    };

    [Theory]
    [InlineData("all", false)]
    [InlineData("definitions", false)]
    [InlineData("chosen tables", false)]
    [InlineData("a partitioned table", false)]
    [InlineData("dropped", true)]
    [InlineData("some dropped", true)]
    [InlineData("without constraints", true)]
    [InlineData("replaced", true)]
    [InlineData("rows alone", true)]
    public async Task Restore_does_exactly_what_its_plan_said(string combination, bool isIntoSource)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await using var empty = await PostgresServers.CreateDatabaseAsync();
        var target = isIntoSource ? world.Source : empty;
        var options = Combinations[combination];
        var before = await ReadAsync(target);
        RestorePlan plan = null!;
        await RestoreWorld.UnchangedAsync(target, async () => plan = await world.Over(target).PlanRestoreAsync(id, options));

        var result = await world.RestoreAsync(id, options, target);

        var after = await ReadAsync(target);
        plan.Conflicts.Should().BeEmpty();
        result.Warnings.Should().Equal(plan.Warnings);
        after.Except(before).Select(Name).Should().BeEquivalentTo(Named(plan, RestoreAction.Create));
        var gone = before.Except(after).Select(Name).ToList();
        plan.Steps.Where(s => s.Action == RestoreAction.Drop).Select(Dropped).Should().BeSubsetOf(gone);
        if (!options.DropExisting)
            gone.Should().BeEquivalentTo(plan.Steps.Where(s => s.Action == RestoreAction.Drop).Select(Dropped));
        gone.Intersect(Named(plan, RestoreAction.Keep)).Should().BeEmpty();
        result.Rows.Should().Be(plan.Rows);
        result.Tables.Should().Be(plan.Steps.Count(s => s.Action == RestoreAction.Load));
        foreach (var step in plan.Steps.Where(s => s.Action == RestoreAction.Load))
            (await target.ScalarAsync<long>($"SELECT count(*) FROM ONLY {step.Name}")).Should().Be(step.Rows, step.Name);
        plan.Steps.Where(s => s.Action == RestoreAction.Empty).Select(s => s.Name).Should().BeEquivalentTo(
            options.ExistingRows == ExistingRowsAction.Replace
                ? plan.Steps.Where(s => s.Action == RestoreAction.Load).Select(s => s.Name)
                : []);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(TestDatabase database) =>
        await database.ScalarAsync<bool>("SELECT to_regnamespace('shop') IS NULL") ? [] : await database.ColumnAsync<string>(Objects);

    private static string Name(string objectWithNumber) => objectWithNumber[..objectWithNumber.LastIndexOf(' ')];

    // A step that drops has what names the object in SQL: CONSTRAINT name ON schema.table.
    private static string Dropped(RestoreStep step) => step.Kind != "FK CONSTRAINT"
        ? step.Name
        : $"FK CONSTRAINT shop.{step.Name.Split(' ')[1]}";

    // The schema public is there anyway.
    private static IEnumerable<string> Named(RestorePlan plan, RestoreAction action) =>
        plan.Steps.Where(s => s.Action == action && Kinds.Contains(s.Kind)).Select(s => $"{s.Kind} {s.Name}")
            .Where(n => n != "SCHEMA public");
}
