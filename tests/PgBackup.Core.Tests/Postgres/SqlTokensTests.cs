using FluentAssertions;
using PgBackup.Postgres;
using Xunit;

namespace PgBackup.Tests.Postgres;

[Trait("Category", "Unit")]
public sealed class SqlTokensTests
{
    [Theory]
    [InlineData("a \"b \"\" c\" d", "a", "\"b \"\" c\"", "d")]
    [InlineData("'it''s' E'a\\'b' x", "'it''s'", "E'a\\'b'", "x")]
    [InlineData("$$a $x$ b$$ $1 $x$ $$ $x$", "$$a $x$ b$$", "$", "1", "$x$ $$ $x$")]
    [InlineData("a -- 'b\nc /* d /* e */ f */ g", "a", "c", "g")]
    [InlineData("$a1$ $a$ ' $a1$ x", "$a1$ $a$ ' $a1$", "x")]
    [InlineData("a$b größe_1", "a$b", "größe_1")]
    [InlineData("'a\\' b", "'a\\'", "b")]
    [InlineData("", new string[0])]
    public void Statement_falls_into_what_the_server_sees(string sql, params string[] tokens)
    {
        SqlTokens.Read(sql).Select(t => sql.Substring(t.Start, t.Length)).Should().Equal(tokens);
    }

    [Fact]
    public void Depth_counts_open_parentheses()
    {
        SqlTokens.Read("a (b (c) d) e").Select(t => t.Depth).Should().Equal(0, 0, 1, 1, 2, 1, 1, 0, 0);
        SqlTokens.Read("a[b[c]] d").Select(t => t.Depth).Should().Equal(0, 0, 1, 1, 2, 1, 0, 0);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a\\b'c")]
    [InlineData("")]
    public void Constant_has_the_value_that_was_written(string value)
    {
        var (literal, dollars) = (Sql.Literal(value), Sql.DollarQuoted(value));

        SqlTokens.Value(literal, SqlTokens.Read(literal).Single()).Should().Be(value);
        SqlTokens.Value(dollars, SqlTokens.Read(dollars).Single()).Should().Be(value);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a\"b")]
    [InlineData("\"\"")]
    public void Name_is_that_which_was_quoted(string name)
    {
        var sql = Sql.Identifier(name);

        SqlTokens.Read(sql).Should().ContainSingle().Which.Name(sql).Should().Be(name);
    }

    [Theory]
    [InlineData("'a")]
    [InlineData("\"a")]
    [InlineData("$x$ a $y$")]
    public void Statement_that_ends_within_quotes_is_none(string sql)
    {
        var read = () => SqlTokens.Read(sql);

        read.Should().Throw<FormatException>();
    }
}
