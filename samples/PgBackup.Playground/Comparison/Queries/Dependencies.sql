-- Automatic and extension dependencies say what disappears with what; the normal ones follow from definitions.
SELECT 'dependency', format('%s %s on %s %s', e.type, e.identity, r.type, r.identity), jsonb_build_object('@of', t.identity, 'types', e.types)
FROM (
    SELECT o.type, o.identity, o.schema, d.refclassid, d.refobjid, d.refobjsubid, string_agg(DISTINCT d.deptype::text, '') AS types
    FROM pg_depend d, LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o
    WHERE d.deptype IN ('a', 'i', 'x', 'P', 'S') AND d.objid >= 16384
      AND NOT (d.classid = 'pg_class'::regclass AND d.objid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'pg_toast'::regnamespace))
      AND NOT (d.classid = 'pg_type'::regclass AND d.deptype = 'i')
      AND NOT (d.classid = 'pg_rewrite'::regclass AND d.deptype = 'i')
      AND NOT (d.classid = 'pg_trigger'::regclass AND EXISTS (
          SELECT FROM pg_trigger t WHERE t.oid = d.objid AND t.tgisinternal))
      AND NOT (d.classid = 'pg_constraint'::regclass AND d.objid IN (
          SELECT c.oid FROM pg_constraint c JOIN pg_constraint p ON p.oid = c.conparentid AND p.conrelid = c.conrelid))
      AND (d.refclassid, d.refobjid) NOT IN (SELECT classid, objid FROM member)
    GROUP BY 1, 2, 3, 4, 5, 6
) e, LATERAL pg_identify_object(e.refclassid, e.refobjid, e.refobjsubid) r, LATERAL pg_identify_object(e.refclassid, e.refobjid, 0) t
WHERE coalesce(e.schema, '') <> ALL ($1) AND coalesce(r.schema, '') <> ALL ($1)
