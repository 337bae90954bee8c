using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive.Zip;

[Trait("Category", "Unit")]
public sealed class ZipFileNamesTests
{
    [Theory]
    [InlineData("public", "orders", "public.orders.csv")]
    [InlineData("Sales-2026", "a_b", "Sales-2026.a_b.csv")]
    [InlineData("a.b", "c", "a%2Eb.c.csv")]
    [InlineData("a", "b.c", "a.b%2Ec.csv")]
    [InlineData("..", "../../etc/passwd", "%2E%2E.%2E%2E%2F%2E%2E%2Fetc%2Fpasswd.csv")]
    [InlineData("C:\\", "a b\n%~2", "C%3A%5C.a%20b%0A%25%7E2.csv")]
    [InlineData("übel", "😀", "%C3%BCbel.%F0%9F%98%80.csv")]
    [InlineData("con", "nul", "%63on.%6Eul.csv")]
    [InlineData("COM1", "Lpt9", "%43OM1.%4Cpt9.csv")]
    [InlineData("com1x", "console", "com1x.console.csv")]
    public void Name_is_safe_and_readable(string schema, string table, string expected) =>
        new ZipFileNames(".csv").Next(schema, table).Should().Be(expected);

    [Fact]
    public void Equal_names_are_numbered_in_the_order_of_the_calls()
    {
        var names = new ZipFileNames(".csv");

        names.Next("public", "a").Should().Be("public.a.csv");
        names.Next("public", "A").Should().Be("public.A~2.csv");
        names.Next("Public", "a").Should().Be("Public.a~3.csv");
        names.Next("public", "b").Should().Be("public.b.csv");
    }

    [Fact]
    public void Long_names_are_cut_between_escapes_and_stay_apart()
    {
        var names = new ZipFileNames(".csv");
        var schema = new string('ß', 31);
        var given = Enumerable.Range(0, 1200).Select(i => names.Next(schema, new string('é', 30) + (char)('a' + (i % 2)))).ToList();

        given.Should().OnlyHaveUniqueItems().And.OnlyContain(name => name.Length <= 120);
        given[0].Should().MatchRegex("^(%[0-9A-F]{2}){18,}\\.(%[0-9A-F]{2}){18,}\\.csv$");
        given[1199].Should().MatchRegex("^(%[0-9A-F]{2}){18,}\\.(%[0-9A-F]{2}){16,}~1200\\.csv$");
        names.Next(schema, "orders").Should().EndWith(".orders.csv").And.HaveLength(120 - ((120 - 11) % 3));
    }
}
