SELECT 'extension', quote_ident(e.extname), @plain(e, pg_extension) || jsonb_build_object(
    'owner', pg_get_userbyid(e.extowner),
    'schema', e.extnamespace::regnamespace::text,
    'extconfig', (SELECT array_agg(@id(pg_class, t.oid) ORDER BY t.n) FROM unnest(e.extconfig) WITH ORDINALITY t (oid, n)))
FROM pg_extension e
UNION ALL
-- Of its members only that they belong to it: the extension's script makes them.
SELECT 'extension member', format('%s %s of %s', o.type, o.identity, @id(pg_extension, d.refobjid)),
    jsonb_build_object('@of', @id(pg_extension, d.refobjid))
FROM pg_depend d, LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.objid >= 16384
