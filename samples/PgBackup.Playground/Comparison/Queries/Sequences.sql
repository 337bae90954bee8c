SELECT 'sequence', @id(pg_class, c.oid),
    @plain(s, pg_sequence) || jsonb_build_object(
        'owner', pg_get_userbyid(c.relowner),
        'type', format_type(s.seqtypid, NULL),
        'persistence', c.relpersistence,
        'owned by', (
            SELECT jsonb_build_object('column', o.identity, 'kind', CASE d.deptype WHEN 'i' THEN 'identity' ELSE 'owned' END)
            FROM pg_depend d, LATERAL pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) o
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
              AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid
WHERE c.relnamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, c.oid)
