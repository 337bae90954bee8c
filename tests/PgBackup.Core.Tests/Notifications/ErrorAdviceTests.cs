using FluentAssertions;
using PgBackup.Events;
using Xunit;

namespace PgBackup.Tests.Notifications;

[Trait("Category", "Unit")]
public sealed class ErrorAdviceTests
{
    [Fact]
    public void Each_code_has_advice_of_its_own()
    {
        var codes = typeof(PgBackupErrorCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();

        codes.Should().HaveCountGreaterThan(20);
        codes.Select(ErrorAdvice.For).Should().OnlyHaveUniqueItems().And.NotContain(ErrorAdvice.For(null));
    }
}
