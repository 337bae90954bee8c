using System.Globalization;
using System.Text.RegularExpressions;
using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;
using PgBackup.AspNetCore.Restores;
using PgBackup.Tests.Documents;

namespace PgBackup.AspNetCore.Tests.Documents;

public sealed partial class HttpDocumentTests
{
    private static readonly string Page = Repository.ReadFile("docs/http.md");

    [Fact]
    public void The_table_of_errors_is_that_of_the_code()
    {
        var told = StatusRow().Matches(Page)
            .SelectMany(
                row => Code().Matches(row.Groups["codes"].Value), (row, code) => (Code: code.Value, Status: row.Groups["status"].Value))
            .ToDictionary(c => c.Code, c => c.Status);

        told.Keys.Should().BeEquivalentTo(ErrorTable.Codes);
        foreach (var (code, row) in told)
            row.Split(", ").Should().Contain(ErrorTable.Find(code).Status.ToString(CultureInfo.InvariantCulture), code);
    }

    [Fact]
    public void The_page_tells_of_every_path_and_every_field()
    {
        foreach (var segment in ApiEndpoints.All.SelectMany(e => e.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)).Distinct())
            Page.Should().Contain(segment);
        foreach (var type in new[] { typeof(CreateBackupRequest), typeof(RestoreRequest) })
        {
            foreach (var field in ApiJson.Default.GetTypeInfo(type)!.Properties)
                Page.Should().MatchRegex($"[`\"]{field.Name}[`\"]");
        }

        foreach (var option in typeof(PgBackupHttpOptions).GetProperties())
            Page.Should().Contain($"`{option.Name}`");
    }

    [GeneratedRegex(@"^\| (?<status>[0-9, ]+) \| (?<codes>.*)$", RegexOptions.Multiline)]
    private static partial Regex StatusRow();

    [GeneratedRegex("(?<=`)[a-z_]+(?=`)")]
    private static partial Regex Code();
}
