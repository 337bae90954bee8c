using System.Text.RegularExpressions;
using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Comparison;

public sealed partial class CatalogCoverageTests
{
    // Storage, row identities, what definitions or dependencies already tell, and references by column number within a definition.
    private static readonly string[] LeftOut =
    [
        "pg_aggregate.aggfnoid", "pg_class.relfilenode", "pg_class.reltype", "pg_class.relrewrite", "pg_class.relfrozenxid",
        "pg_class.relminmxid",
        "pg_constraint.conkey", "pg_constraint.confkey", "pg_constraint.conpfeqop", "pg_constraint.conppeqop",
        "pg_constraint.conffeqop", "pg_constraint.conexclop", "pg_constraint.conbin", "pg_constraint.confrelid",
        "pg_constraint.confdelsetcols",
        "pg_index.indkey", "pg_index.indcollation", "pg_index.indclass", "pg_index.indoption", "pg_index.indexprs", "pg_index.indpred",
        "pg_proc.proargtypes", "pg_proc.proallargtypes", "pg_proc.prorettype", "pg_proc.proargdefaults", "pg_proc.prosqlbody",
        "pg_rewrite.ev_qual", "pg_rewrite.ev_action", "pg_trigger.tgconstrrelid", "pg_trigger.tgattr", "pg_trigger.tgqual",
        "pg_statistic_ext.stxkeys", "pg_statistic_ext.stxexprs", "pg_amop.amoplefttype", "pg_amop.amoprighttype", "pg_amop.amopmethod",
        "pg_amproc.amproclefttype", "pg_amproc.amprocrighttype", "pg_opclass.opcmethod", "pg_operator.oprleft", "pg_operator.oprright",
        "pg_cast.castsource", "pg_cast.casttarget", "pg_database.datlastsysoid", "pg_database.datfrozenxid", "pg_database.datminmxid",
    ];

    [Theory]
    [EachMajor]
    public async Task Every_reference_to_another_object_is_resolved_or_left_out_on_purpose(int major)
    {
        var queries = await QueriesAsync();
        var catalogs = Plain().Matches(queries).Select(m => m.Groups["catalog"].Value).Distinct().ToArray();
        await using var database = await PostgresServers.CreateDatabaseAsync(major);

        // Other columns are compared as they are, these as the name that they stand for.
        var columns = await database.ColumnAsync<string>($"""
            SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relname IN ('{string.Join("', '", catalogs)}') AND a.attnum > 0 AND a.attname <> 'oid' AND a.attname !~ 'namespace$'
              AND a.atttypid::regtype::text IN ('oid', 'oid[]', 'oidvector', 'xid', 'pg_node_tree', 'aclitem[]', 'int2vector', 'smallint[]')
            """);

        catalogs.Should().HaveCountGreaterThan(20);
        columns.Should().HaveCountGreaterThan(80);
        columns.Where(column => !queries.Contains("." + column.Split('.')[1], StringComparison.Ordinal)).Except(LeftOut).Should().BeEmpty();
    }

    private static async Task<string> QueriesAsync()
    {
        var assembly = typeof(DatabaseComparison).Assembly;
        var texts = new List<string>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.Contains(".Comparison.Queries.",
        StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            texts.Add(await reader.ReadToEndAsync());
        }
        return string.Concat(texts);
    }

    [GeneratedRegex(@"@plain\(\w+, (?<catalog>\w+)\)")]
    private static partial Regex Plain();
}
