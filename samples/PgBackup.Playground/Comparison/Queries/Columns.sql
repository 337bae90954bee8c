WITH relation AS MATERIALIZED (
    SELECT c.oid, c.relkind, @id(pg_class, c.oid) AS name
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relnamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, c.oid)
      AND (c.relkind <> 'c' OR @own(pg_type, c.reltype))
)
SELECT CASE r.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END, format('%s.%I', r.name, a.attname),
    -- Rows added later do not store the default that a column was added with, and numbers count dropped columns: neither shows.
    @plain(a, pg_attribute) - '{attname,attnum,atttypmod,attlen,attbyval,attalign,attcacheoff,attndims,atthasmissing,attmissingval}'::text[]
    || jsonb_build_object(
        '@of', r.name,
        'position', row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum),
        'type', format_type(a.atttypid, a.atttypmod),
        'attcollation', @id(pg_collation, a.attcollation),
        'attstattarget', nullif(a.attstattarget, -1),
        'attoptions', @sorted(a.attoptions),
        'attfdwoptions', @sorted(a.attfdwoptions),
        'default', pg_get_expr(d.adbin, d.adrelid),
        'identity sequence', (
            SELECT @id(pg_class, s.objid) FROM pg_depend s
            WHERE s.refclassid = 'pg_class'::regclass AND s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
              AND s.classid = 'pg_class'::regclass AND s.deptype = 'i' AND a.attidentity <> ''))
FROM relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
