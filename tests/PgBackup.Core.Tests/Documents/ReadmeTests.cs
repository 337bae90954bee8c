using System.Net;
using System.Text.RegularExpressions;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Documents;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_example_of_every_page_is_compiled()
    {
        var compiled = Normalize(
            Repository.ReadFile("tests/PgBackup.Core.Tests/Documents/ReadmeExamples.cs")
            + Repository.ReadFile("tests/PgBackup.Core.Tests/Documents/DocumentExamples.cs")
            + Repository.ReadFile("tests/PgBackup.Core.Tests/Documents/NotifyExamples.cs")
            + Repository.ReadFile("tests/PgBackup.Core.Tests/Documents/WatchExamples.cs")
            + Repository.ReadFile("tests/PgBackup.AspNetCore.Tests/Documents/HttpExamples.cs"));
        // Whole programs are compiled, and run, by .ci/quick-start.
        var blocks = CodeBlock.In("csharp").Select(b => b.Text).Where(t => !t.StartsWith("// Program.cs of a ", StringComparison.Ordinal));
        var examples = blocks.Concat(
            from path in Repository.FindAll("src", "*.cs")
            from match in DocumentationExample().Matches(Repository.ReadFile(path))
            select WebUtility.HtmlDecode(DocumentationMargin().Replace(match.Groups["code"].Value, ""))).ToList();

        examples.Should().HaveCountGreaterThan(40);
        examples.Should().AllSatisfy(example => compiled.Should().Contain(Normalize(example)));
    }

    [Fact]
    public async Task The_examples_work_in_the_order_of_the_page()
    {
        await using var shop = await PostgresServers.CreateDatabaseAsync();
        await shop.ExecuteAsync("""
            CREATE SCHEMA shop;
            CREATE TABLE shop.customer (id int PRIMARY KEY, name text);
            CREATE TABLE shop."order" (id int PRIMARY KEY, customer int REFERENCES shop.customer);
            CREATE TABLE shop.order_event (id int);
            CREATE TABLE "Customers" (id int);
            INSERT INTO shop.customer SELECT i, 'c' || i FROM generate_series(1, 100) i;
            INSERT INTO shop."order" SELECT i, i FROM generate_series(1, 100) i;
            """);
        var store = Directory.CreateTempSubdirectory("pgbackup-readme-");
        try
        {
            var services = new ServiceCollection();
            ReadmeExamples.Register(services);
            services.Configure<PgBackupOptions>(o => (o.ConnectionString, o.Directory) = (shop.ConnectionString, store.FullName));
            await using var provider = services.BuildServiceProvider();
            var database = provider.GetRequiredService<IDatabaseBackup>();

            var backup = await ReadmeExamples.BackUpAndRestoreAsync(provider);
            await ReadmeExamples.BackUpAPartAsync(database);
            await shop.ExecuteAsync("DELETE FROM shop.\"order\" WHERE id > 50; UPDATE shop.customer SET name = 'changed'");
            await ReadmeExamples.RestoreAPartAsync(database, backup);
            await ReadmeExamples.WatchAsync(database, backup);
            (await ReadmeExamples.UseFormatsAsync(database)).Artifact.Should().EndWith(".zip");

            (await shop.ScalarAsync<long>("SELECT count(*) FROM shop.\"order\"")).Should().Be(100);
            (await shop.ScalarAsync<long>("SELECT count(*) FROM shop.customer WHERE name = 'changed'")).Should().Be(0);
            (await shop.ScalarAsync<bool>("SELECT bool_and(convalidated) FROM pg_constraint WHERE contype = 'f'")).Should().BeTrue();
            (await database.ListBackupsAsync()).Should().HaveCount(5);
        }
        finally
        {
            store.Delete(recursive: true);
        }
    }

    private static string Normalize(string code) => WhiteSpace().Replace(code, " ").Trim();

    // In the documentation of a member.
    [GeneratedRegex(@"///[^\n]*<code>(?<code>.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex DocumentationExample();

    [GeneratedRegex("^ *///", RegexOptions.Multiline)]
    private static partial Regex DocumentationMargin();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
