using System.Reflection;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Tests.Errors;

public sealed class ErrorTableTests
{
    [Fact]
    public void Every_code_has_a_status_and_a_title()
    {
        var codes = Constants(typeof(PgBackupErrorCodes)).Concat(Constants(typeof(ApiErrorCodes))).ToList();

        codes.Should().HaveCountGreaterThan(40).And.OnlyHaveUniqueItems();
        ErrorTable.Codes.Should().BeEquivalentTo(codes);
        codes.Select(ErrorTable.Find).Should().OnlyContain(k => k.Status >= 400 && k.Status < 600 && k.Title.EndsWith('.'));
        // These two are about who asks, and nothing of the library is.
        Constants(typeof(PgBackupErrorCodes)).Select(c => ErrorTable.Find(c).Status).Should().NotContain([401, 403]);
    }

    [Fact]
    public void A_code_of_a_newer_library_is_the_hosts_failure() =>
        Problems.From(new PgBackupException("not_yet_known", "Something new."))!.Should()
            .Match<ProblemResponse>(p => p.Status == 500 && p.Code == "not_yet_known");

    private static IEnumerable<string> Constants(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
}
