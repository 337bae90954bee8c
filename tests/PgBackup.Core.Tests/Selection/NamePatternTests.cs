using FluentAssertions;
using PgBackup.Selection;
using Xunit;

namespace PgBackup.Tests.Selection;

[Trait("Category", "Unit")]
public sealed class NamePatternTests
{
    [Theory]
    [InlineData("orders", "public", "orders", true)]
    [InlineData("ORDERS", "public", "orders", true)]
    [InlineData("orders", "public", "Orders", false)]
    [InlineData("\"Orders\"", "public", "Orders", true)]
    [InlineData("\"Or\"ders", "public", "Orders", true)]
    [InlineData("public.orders", "public", "orders", true)]
    [InlineData("public.orders", "shop", "orders", false)]
    [InlineData("*.orders", "shop", "orders", true)]
    [InlineData("sh?p.o*", "shop", "orders", true)]
    [InlineData("o*", "shop", "new\nline", false)]
    [InlineData("new*", "shop", "new\nline", true)]
    [InlineData("\"o*\"", "shop", "orders", false)]
    [InlineData("\"o*\"", "shop", "o*", true)]
    [InlineData("\"a.b\"", "shop", "a.b", true)]
    [InlineData("a.b", "shop", "a.b", false)]
    [InlineData("\"we\"\"ird\"", "shop", "we\"ird", true)]
    [InlineData("a+b|c$", "shop", "a+b|c$", true)]
    [InlineData("orders", "shop", "orders\n", false)]
    [InlineData("(x", "shop", "(x", true)]
    public void Patterns_match_as_in_pg_dump(string pattern, string schema, string name, bool matches) =>
        NamePattern.ForRelation(pattern).Matches(schema, name).Should().Be(matches);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a.b.c")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("\"a")]
    [InlineData("\"\"")]
    public void Malformed_patterns_are_refused(string pattern)
    {
        var act = () => NamePattern.ForRelation(pattern);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Hostile_pattern_is_matched_in_linear_time()
    {
        var pattern = NamePattern.ForRelation(string.Concat(Enumerable.Repeat("*a", 200)) + "b");

        Action act = () => pattern.Matches("public", new string('a', 20_000));

        act.ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Quoted_name_matches_itself_alone()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var name = new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => "aZ9_.*?\"\\ \n$(+[é"[random.Next(16)])]);
            var pattern = NamePattern.ForRelation($"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

            pattern.Matches("s", name).Should().BeTrue(name);
            pattern.Matches("s", name + "x").Should().BeFalse(name);
        }
    }
}
