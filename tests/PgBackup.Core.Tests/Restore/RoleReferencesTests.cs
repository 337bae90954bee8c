using FluentAssertions;
using PgBackup.Restore;
using Xunit;

namespace PgBackup.Tests.Restore;

[Trait("Category", "Unit")]
public sealed class RoleReferencesTests
{
    [Theory]
    [InlineData("ALTER TABLE public.old OWNER TO old", "ALTER TABLE public.old OWNER TO \"New\"")]
    [InlineData("ALTER TABLE old.\"OWNER TO old\" OWNER TO \"old\"", "ALTER TABLE old.\"OWNER TO old\" OWNER TO \"New\"")]
    [InlineData("GRANT SELECT (old, \"to\"), INSERT (old) ON old TO old WITH GRANT OPTION", "GRANT SELECT (old, \"to\"), INSERT (old) ON "
        + "old TO \"New\" WITH GRANT OPTION")]
    [InlineData("GRANT EXECUTE ON FUNCTION old.old(old, text) TO PUBLIC", "GRANT EXECUTE ON FUNCTION old.old(old, text) TO PUBLIC")]
    [InlineData("GRANT old TO other GRANTED BY old", "GRANT old TO other GRANTED BY \"New\"")]
    [InlineData("REVOKE GRANT OPTION FOR ALL ON SCHEMA old FROM old", "REVOKE GRANT OPTION FOR ALL ON SCHEMA old FROM \"New\"")]
    [InlineData("SET ROLE old", "SET ROLE \"New\"")]
    [InlineData("RESET ROLE", "RESET ROLE")]
    [InlineData(
        "ALTER DEFAULT PRIVILEGES FOR ROLE old IN SCHEMA old GRANT SELECT ON TABLES TO old",
        "ALTER DEFAULT PRIVILEGES FOR ROLE \"New\" IN SCHEMA old GRANT SELECT ON TABLES TO \"New\"")]
    [InlineData(
        "CREATE POLICY old ON old.old AS RESTRICTIVE FOR SELECT TO other, old, \"New\" USING ((old = 'TO old'::text))",
        "CREATE POLICY old ON old.old AS RESTRICTIVE FOR SELECT TO other, \"New\" USING ((old = 'TO old'::text))")]
    [InlineData("CREATE POLICY p ON t TO old", "CREATE POLICY p ON t TO \"New\"")]
    [InlineData("CREATE POLICY old ON old USING (true)", "CREATE POLICY old ON old USING (true)")]
    [InlineData("CREATE USER MAPPING FOR old SERVER old OPTIONS (\"user\" 'old')", "CREATE USER MAPPING FOR \"New\" SERVER old OPTIONS "
        + "(\"user\" 'old')")]
    [InlineData("CREATE USER MAPPING FOR PUBLIC SERVER old", "CREATE USER MAPPING FOR PUBLIC SERVER old")]
    [InlineData("DROP USER MAPPING FOR old SERVER old", "DROP USER MAPPING FOR \"New\" SERVER old")]
    [InlineData(
        "CREATE FUNCTION old(old text DEFAULT 'SET role TO old')\n    LANGUAGE sql\n    SET role TO 'old'\n    SET search_path TO "
        + "'old'\n    AS $$SET role TO 'old'$$",
        "CREATE FUNCTION old(old text DEFAULT 'SET role TO old')\n    LANGUAGE sql\n    SET role TO 'New'\n    SET search_path TO "
        + "'old'\n    AS $$SET role TO 'old'$$")]
    [InlineData("CREATE VIEW v AS SELECT 'OWNER TO old' AS old FROM old", "CREATE VIEW v AS SELECT 'OWNER TO old' AS old FROM old")]
    [InlineData("COMMENT ON TABLE old IS 'OWNER TO old'", "COMMENT ON TABLE old IS 'OWNER TO old'")]
    public void Roles_are_replaced_where_they_are_roles(string statement, string expected)
    {
        RoleReferences.Replace(statement, r => r == "old" ? "New" : r).Should().Be(expected);
    }

    [Fact]
    public void Policy_without_any_role_left_is_none()
    {
        RoleReferences.Replace("CREATE POLICY p ON t TO a, b USING (true)", r => r == "a" ? null : r).Should()
            .Be("CREATE POLICY p ON t TO b USING (true)");
        RoleReferences.Replace("CREATE POLICY p ON t TO a, b USING (true)", _ => null).Should().BeNull();
    }

    [Fact]
    public void Statement_that_is_not_changed_is_the_very_same()
    {
        const string Statement = "ALTER TABLE t OWNER TO other";

        RoleReferences.Replace(Statement, r => r).Should().BeSameAs(Statement);
    }
}
