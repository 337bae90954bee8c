using FluentAssertions;
using PgBackup.Postgres;
using Xunit;

namespace PgBackup.Tests.Postgres;

[Trait("Category", "Unit")]
public sealed class StatementScannerTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT 1;  ")]
    [InlineData("SELECT 1; -- the end")]
    [InlineData("SELECT ';', \";\", $$;$$, $a$ $$; $a$, e'\\';', E'a' \n 'b\\';', U&'\\0041;', $1")]
    [InlineData("SELECT 'it''s;' -- ;\n /* ; /* ; */ ; */ , \"a\"\"b;\"")]
    [InlineData("SELECT 'a\\', ';'")]
    [InlineData("SELECT E'a''b\\';'")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT (t.end) FROM t; SELECT 2; END")]
    [InlineData("SELECT a$b$, c$b$ FROM t")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2;)")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n SELECT CASE WHEN a THEN 1 ELSE 2 END;\n SELECT 2;\nEND")]
    [InlineData("CREATE OR REPLACE PROCEDURE begin(atomic int) LANGUAGE sql BEGIN ATOMIC END")]
    [InlineData("SELECT (ARRAY[1,2])[1:2]")]
    [InlineData("SELECT 'ünïcode', größe FROM \"Ä\"")]
    [InlineData("SELECT E'a' -- goes on\n -- and on\n 'b\\';' -- end")]
    public void One_statement_is_one(string statement) => StatementScanner.Scan(statement).Problem.Should().BeNull();

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" -- nothing\n", "empty")]
    [InlineData("SELECT 1; SELECT 2", "second")]
    [InlineData("SELECT 'a\\'; DROP TABLE t; --'", "second")]
    [InlineData("SELECT E'a\\\\'; DROP TABLE t; --'", "second")]
    [InlineData("SELECT $a$ $a $a$; DROP TABLE t", "second")]
    [InlineData("SELECT 1 /* /* */ ; DROP TABLE t", "comment")]
    [InlineData("BEGIN ATOMIC; SELECT 1; END", "second")]
    [InlineData("CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS $$a$$; DROP TABLE t", "second")]
    [InlineData("CREATE FUNCTION atomic() RETURNS int LANGUAGE sql AS $$a$$; DROP TABLE t; END", "second")]
    [InlineData("CREATE FUNCTION begin() ATOMIC; DROP TABLE t; END", "second")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1;", "not ended")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END; DROP TABLE t", "second")]
    [InlineData("SELECT (1", "'(' is not closed")]
    [InlineData("SELECT (1]", "closes nothing")]
    [InlineData("SELECT 1)", "closes nothing")]
    [InlineData("SELECT 'a", "string")]
    [InlineData("SELECT \"a", "name")]
    [InlineData("SELECT $a$ $b$", "$a$")]
    [InlineData("\\! rm -rf /", "backslash")]
    [InlineData("SELECT 1 \\gexec", "backslash")]
    [InlineData("SELECT 1\0", "NUL")]
    [InlineData("SELECT \u00A0E'\\'; DROP TABLE t; --'", "second")] // that space is a letter to the server, and the string no E string
    [InlineData("SELECT E'a' -- goes on\n'\\''; DROP TABLE t; --'", "second")]
    [InlineData("SELECT E'a' 'b\\'; DROP TABLE t; --'", "second")]
    public void What_is_not_one_statement_is_told(string statement, string problem) =>
        StatementScanner.Scan(statement).Problem.Should().Contain(problem);

    [Fact]
    public void Words_end_at_the_first_other_token() =>
        StatementScanner.Scan("create /* a */ Table x.y (z int)").Words.Should().Equal("CREATE", "TABLE", "X");
}
