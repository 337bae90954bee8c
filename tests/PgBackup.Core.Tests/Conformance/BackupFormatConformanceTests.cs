using FluentAssertions;
using PgBackup.Testing;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Conformance;

[Trait("Category", "Unit")]
public sealed class BackupFormatConformanceTests
{
    [Theory]
    [EachFormat]
    public void Format_meets_all_requirements(string format)
    {
        new BackupFormatConformance(TestFormats.Find(format)).Run().ThrowIfBad();
    }

    [Theory]
    [InlineData(FormatFault.ConfusesNull, "gives rows back")]
    [InlineData(FormatFault.LosesTheLastRow, "gives rows back")]
    [InlineData(FormatFault.NeedsWholePieces, "however they are cut")]
    [InlineData(FormatFault.DependsOnCuts, "same bytes")]
    [InlineData(FormatFault.NeedsTheFirstSegment, "without those before it")]
    [InlineData(FormatFault.SharesState, "at the same time")]
    [InlineData(FormatFault.CutsStatements, "statements")]
    [InlineData(FormatFault.ThrowsStrangely, "FormatException")]
    [InlineData(FormatFault.IsMisnamed, "name")]
    [InlineData(FormatFault.NeedsRows, "of nothing")]
    public void Fault_of_a_format_is_found(FormatFault fault, string requirement)
    {
        var report = new BackupFormatConformance(new FaultyFormat(fault)).Run();

        report.Results.Where(r => !r.IsMet).Should().Contain(r => r.Requirement.Contains(requirement));
        report.Invoking(r => r.ThrowIfBad()).Should().Throw<ConformanceException>().WithMessage($"*FAILED*{requirement}*");
    }
}
