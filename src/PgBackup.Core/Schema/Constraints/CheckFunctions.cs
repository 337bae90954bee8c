namespace PgBackup.Schema;

/// <summary>Tells which check constraints call a function that may look at other rows: they hold only when all rows are there, so they are
/// made behind the data.</summary>
internal static class CheckFunctions
{
    // An immutable function cannot look anywhere, and those of C libraries and the server do not.
    private const string MayRead = """
        p.oid >= 16384 AND p.provolatile <> 'i'
        AND p.prolang NOT IN (SELECT l.oid FROM pg_catalog.pg_language l WHERE l.lanname IN ('internal', 'c'))
        """;

    /// <summary>A condition on <c>c</c>, a row of <c>pg_constraint</c>: itself or one of its operators calls such a function.</summary>
    public const string Called = $"""
        EXISTS (
            SELECT FROM pg_catalog.pg_depend d
            LEFT JOIN pg_catalog.pg_operator o ON d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND o.oid = d.refobjid
            JOIN pg_catalog.pg_proc p
                ON p.oid = CASE d.refclassid WHEN 'pg_catalog.pg_proc'::pg_catalog.regclass THEN d.refobjid ELSE o.oprcode END
            WHERE d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = c.oid AND {MayRead})
        """;

    /// <summary>Selects the rows of <c>pg_constraint</c> that are check constraints, and whether each is written within its table
    /// (<c>is_inline</c>).</summary>
    public const string Constraints = $"""
        SELECT c.*, c.convalidated AND NOT {Called} AS is_inline
        FROM pg_catalog.pg_constraint c WHERE c.contype = 'c'
        """;
}
