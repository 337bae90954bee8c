using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Verification;

/// <summary>Checks that a statement is exactly one, and of a command that its entry's kind can have.</summary>
internal static class StatementCheck
{
    // What is not within the database is written as blocks that ask what is there.
    private const string Block = "DO";

    private static readonly Dictionary<string, string[]> Commands = new Dictionary<ObjectKind, string[]>
    {
        [ObjectKind.Role] = ["CREATE ROLE", "ALTER ROLE", "COMMENT", Block],
        [ObjectKind.RoleSettings] = ["ALTER ROLE", Block],
        [ObjectKind.RoleMembership] = ["GRANT", Block],
        [ObjectKind.Database] = ["CREATE DATABASE", "ALTER DATABASE", Block],
        [ObjectKind.DatabaseProperties] = ["ALTER DATABASE", "ALTER ROLE", "COMMENT", Block],
        [ObjectKind.Schema] = ["CREATE SCHEMA"],
        [ObjectKind.Language] = ["CREATE LANGUAGE"],
        [ObjectKind.Collation] = ["CREATE COLLATION"],
        [ObjectKind.Extension] = ["CREATE EXTENSION", "ALTER EXTENSION"],
        [ObjectKind.Type] = ["CREATE TYPE", "ALTER TYPE"],
        [ObjectKind.ShellType] = ["CREATE TYPE"],
        [ObjectKind.Domain] = ["CREATE DOMAIN", "ALTER DOMAIN"],
        [ObjectKind.Cast] = ["CREATE CAST"],
        [ObjectKind.Function] = ["CREATE FUNCTION", "ALTER FUNCTION"],
        [ObjectKind.Procedure] = ["CREATE PROCEDURE", "ALTER PROCEDURE"],
        [ObjectKind.Aggregate] = ["CREATE AGGREGATE", "ALTER AGGREGATE", "ALTER FUNCTION"],
        [ObjectKind.AccessMethod] = ["CREATE ACCESS METHOD"],
        [ObjectKind.Operator] = ["CREATE OPERATOR", "ALTER OPERATOR"],
        [ObjectKind.OperatorFamily] = ["CREATE OPERATOR FAMILY", "ALTER OPERATOR FAMILY"],
        [ObjectKind.OperatorClass] = ["CREATE OPERATOR CLASS", "ALTER OPERATOR"],
        [ObjectKind.Conversion] = ["CREATE CONVERSION"],
        [ObjectKind.TextSearchParser] = ["CREATE TEXT SEARCH PARSER"],
        [ObjectKind.TextSearchTemplate] = ["CREATE TEXT SEARCH TEMPLATE"],
        [ObjectKind.TextSearchDictionary] = ["CREATE TEXT SEARCH DICTIONARY"],
        [ObjectKind.TextSearchConfiguration] = ["CREATE TEXT SEARCH CONFIGURATION", "ALTER TEXT SEARCH CONFIGURATION"],
        [ObjectKind.Transform] = ["CREATE TRANSFORM"],
        [ObjectKind.ForeignDataWrapper] = ["CREATE FOREIGN DATA WRAPPER", "ALTER FOREIGN DATA WRAPPER"],
        [ObjectKind.ForeignServer] = ["CREATE SERVER", "ALTER SERVER"],
        [ObjectKind.UserMapping] = ["CREATE USER MAPPING"],
        [ObjectKind.Sequence] = ["CREATE SEQUENCE", "ALTER SEQUENCE", "ALTER TABLE", "ALTER FOREIGN TABLE"],
        [ObjectKind.Table] = ["CREATE TABLE", "ALTER TABLE", "DROP", Block],
        [ObjectKind.ForeignTable] = ["CREATE FOREIGN TABLE", "ALTER FOREIGN TABLE", "ALTER TABLE"],
        [ObjectKind.View] = ["CREATE VIEW", "ALTER VIEW"],
        [ObjectKind.MaterializedView] = ["CREATE MATERIALIZED VIEW", "ALTER MATERIALIZED VIEW", "ALTER TABLE"],
        [ObjectKind.TableAttach] = ["ALTER TABLE", "ALTER FOREIGN TABLE"],
        [ObjectKind.SequenceOwnedBy] = ["ALTER SEQUENCE"],
        [ObjectKind.Default] = ["ALTER TABLE", "ALTER FOREIGN TABLE", "ALTER VIEW"],
        [ObjectKind.LargeObject] = ["SELECT", "ALTER LARGE OBJECT"],
        [ObjectKind.SequenceSet] = ["SELECT"],
        [ObjectKind.CheckConstraint] = ["ALTER TABLE", "ALTER FOREIGN TABLE", "ALTER DOMAIN"],
        [ObjectKind.Constraint] = ["ALTER TABLE", "ALTER FOREIGN TABLE", "ALTER DOMAIN", "ALTER INDEX", Block],
        [ObjectKind.Index] = ["CREATE INDEX", "ALTER INDEX", "ALTER TABLE", "ALTER MATERIALIZED VIEW"],
        [ObjectKind.IndexAttach] = ["ALTER INDEX"],
        [ObjectKind.ExtendedStatistics] = ["CREATE STATISTICS", "ALTER STATISTICS"],
        [ObjectKind.Rule] = ["CREATE RULE", "ALTER RULE", "ALTER TABLE", "CREATE VIEW"],
        [ObjectKind.Trigger] = ["CREATE TRIGGER", "ALTER TRIGGER", "ALTER TABLE", "ALTER FOREIGN TABLE", "ALTER VIEW"],
        [ObjectKind.ForeignKey] = ["ALTER TABLE"],
        [ObjectKind.RowSecurity] = ["ALTER TABLE"],
        [ObjectKind.Policy] = ["CREATE POLICY", "DROP POLICY"],
        [ObjectKind.Publication] = ["CREATE PUBLICATION", "ALTER PUBLICATION"],
        [ObjectKind.PublicationTable] = ["ALTER PUBLICATION"],
        [ObjectKind.PublicationSchema] = ["ALTER PUBLICATION"],
        [ObjectKind.Subscription] = ["CREATE SUBSCRIPTION", "ALTER SUBSCRIPTION"],
        [ObjectKind.DefaultAcl] = ["ALTER DEFAULT PRIVILEGES"],
        [ObjectKind.Acl] = ["GRANT", "REVOKE"],
        [ObjectKind.EventTrigger] = ["CREATE EVENT TRIGGER", "ALTER EVENT TRIGGER"],
        [ObjectKind.MaterializedViewData] = ["REFRESH MATERIALIZED VIEW"],
    }.ToDictionary(c => c.Key.Name(), c => c.Value);

    // Words between the verb and the kind that say nothing of the kind.
    private static readonly HashSet<string> Modifiers =
        ["OR", "REPLACE", "UNLOGGED", "TRUSTED", "PROCEDURAL", "UNIQUE", "CONSTRAINT", "RECURSIVE", "DEFAULT", "TEMPORARY", "LOCAL", "GLOBAL"];

    /// <summary>Finds what is wrong with a statement of an entry.</summary>
    /// <returns>Why it cannot be what it should be; null where it can.</returns>
    public static string? Find(BackupEntry entry, StatementRole role, string statement)
    {
        var (words, problem) = StatementScanner.Scan(statement);
        return problem ?? (Allowed(entry, role) is { } allowed && !allowed.Any(a => BeginsWith(words, a)) ? $"it begins with {Begin(words)}" : null);
    }

    /// <summary>Finds what is wrong with the statement that drops what an entry makes.</summary>
    public static string? FindInDrop(string statement)
    {
        var (words, problem) = StatementScanner.Scan(statement);
        return problem ?? (words is ["DROP" or "ALTER" or "SELECT" or "REVOKE", ..] ? null : $"it begins with {Begin(words)}");
    }

    // A kind that is not known may have any definition.
    private static string[]? Allowed(BackupEntry entry, StatementRole role) => role switch
    {
        StatementRole.Owner => ["ALTER", Block],
        StatementRole.Privilege => ["GRANT", "REVOKE", "SET ROLE", "RESET ROLE", "ALTER", "SELECT", Block],
        StatementRole.Comment => ["COMMENT ON", Block],
        StatementRole.SecurityLabel => ["SECURITY LABEL", Block],
        StatementRole.Setting => ["ALTER", Block],
        StatementRole.Password => ["ALTER ROLE", Block],
        StatementRole.Tablespace => ["ALTER"],
        _ => Commands.GetValueOrDefault(entry.Kind),
    };

    private static bool BeginsWith(IReadOnlyList<string> words, string command)
    {
        var expected = command.Split(' ');
        if (words.Count == 0 || words[0] != expected[0])
            return false;
        // DEFAULT is a modifier of CONVERSION, and a part of ALTER DEFAULT PRIVILEGES.
        return Matches(words.Skip(1)) || Matches(words.Skip(1).SkipWhile(Modifiers.Contains));

        bool Matches(IEnumerable<string> rest) => rest.Take(expected.Length - 1).SequenceEqual(expected.Skip(1));
    }

    private static string Begin(IReadOnlyList<string> words) => words.Count == 0 ? "no command" : string.Join(' ', words.Take(3));
}
