SELECT CASE t.typtype WHEN 'm' THEN 'multirange type' ELSE 'type' END, @id(pg_type, t.oid),
    @plain(t, pg_type) - '{typname,typtypmod,typndims}'::text[] || jsonb_build_object(
        'owner', pg_get_userbyid(t.typowner),
        'typbasetype', format_type(nullif(t.typbasetype, 0), t.typtypmod),
        'typelem', format_type(nullif(t.typelem, 0), NULL),
        'typarray', format_type(nullif(t.typarray, 0), NULL),
        'typcollation', @id(pg_collation, t.typcollation),
        'default expression', pg_get_expr(t.typdefaultbin, 0),
        'labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
        'multirange', (SELECT format_type(r.rngmultitypid, NULL) FROM pg_range r WHERE r.rngtypid = t.oid), -- since 14
        'range', (
            SELECT jsonb_build_object(
                'subtype', format_type(r.rngsubtype, NULL),
                'opclass', @id(pg_opclass, r.rngsubopc),
                'collation', @id(pg_collation, r.rngcollation),
                'canonical', r.rngcanonical,
                'subdiff', r.rngsubdiff)
            FROM pg_range r WHERE r.rngtypid = t.oid))
FROM pg_type t
WHERE t.typnamespace IN (SELECT oid FROM user_schema) AND @own(pg_type, t.oid)
  -- Neither the row types of tables nor array types, which come with others.
  AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'i'
                    AND (d.refclassid, d.refobjid) IN (SELECT classid, objid FROM member))
