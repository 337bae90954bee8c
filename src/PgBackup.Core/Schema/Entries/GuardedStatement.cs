using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes statements about what is not within the database: each is one <c>DO</c> block, which can ask what is there.</summary>
/// <remarks>Two run them. A restore has worked out beforehand what to do and wants to hear of every failure. <c>psql</c> knows nothing:
/// there, what exists stays as it is, and what the server refuses becomes a warning, so that a role that owns no more than its database can
/// load the script under <c>ON_ERROR_STOP</c>. A setting of the session tells the two apart.</remarks>
internal static class GuardedStatement
{
    /// <summary>The condition that a restore by the library, not a script, is running.</summary>
    private const string IsRestore = $"pg_catalog.current_setting('{SessionSettings.RestoreMark}', true) = 'on'";

    /// <summary>Writes a statement that goes on with a warning in a script, where the server refuses it.</summary>
    /// <param name="subject">What the warning, or the error, calls it. The error has no context, where the statement would stand.</param>
    /// <param name="body">One statement of PL/pgSQL, or several with semicolons between them.</param>
    /// <param name="condition">An SQL condition without which nothing is done; null for none.</param>
    public static string Write(string subject, string body, string? condition = null)
    {
        var work = condition is null ? $"  {body};" : $"  IF {condition}\n  THEN\n    {body};\n  END IF;";
        // No colon: what follows one in an error of class 22 may be a value, and is not repeated.
        var message = $"{Sql.Literal(subject + " - ")} || SQLERRM";
        return "DO " + Sql.DollarQuoted(
            $"""

            BEGIN
            {work}
            EXCEPTION WHEN OTHERS THEN
              IF {IsRestore} THEN RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = {message}; END IF;
              RAISE WARNING '%', {message};
            END

            """);
    }

    /// <summary>Writes a statement that makes a role which is not there, and notes that it was made.</summary>
    public static string CreateRole(string role, string create) => Write(
        $"CREATE ROLE {Sql.Identifier(role)}",
        $"{create};\n    PERFORM pg_catalog.set_config({RoleMark(role)}, 'on', {IsRestore} IS TRUE)",
        $"{IsRestore} OR NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = {Sql.Literal(role)})");

    /// <summary>Writes the condition that one of the roles was made by <see cref="CreateRole"/>.</summary>
    public static string IsMade(params string[] roles) => string.Join(
        " OR ", roles.Select(r => $"pg_catalog.current_setting({RoleMark(r)}, true) = 'on'").Prepend(IsRestore));

    /// <summary>Writes the execution of a statement that names the database, whatever its name is where the statement runs.</summary>
    /// <param name="before">The statement up to the name.</param>
    /// <param name="after">What follows the name.</param>
    public static string ExecuteOnDatabase(string before, string after) =>
        $"EXECUTE {Sql.Literal(before + " ")} || pg_catalog.quote_ident(pg_catalog.current_database()) || {Sql.Literal(" " + after)}";

    // A name of 63 bytes would not fit into that of a setting, so the role's number stands for it.
    private static string RoleMark(string role) =>
        $"'{SessionSettings.RestoreMark}_' || (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = {Sql.Literal(role)})";
}
