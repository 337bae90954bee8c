SELECT 'access method', @id(pg_am, a.oid), @plain(a, pg_am) FROM pg_am a WHERE a.oid >= 16384 AND @own(pg_am, a.oid)
UNION ALL
-- Only collations of the database's encoding, or of any, can be seen: which of the two makes no difference.
SELECT 'collation', @id(pg_collation, c.oid), @plain(c, pg_collation) - '{collname,collencoding}'::text[] || jsonb_build_object(
    'owner', pg_get_userbyid(c.collowner))
FROM pg_collation c
WHERE c.collnamespace IN (SELECT oid FROM user_schema) AND @own(pg_collation, c.oid)
UNION ALL
SELECT 'conversion', @id(pg_conversion, c.oid), @plain(c, pg_conversion) - '{conname}'::text[] || jsonb_build_object(
    'owner', pg_get_userbyid(c.conowner))
FROM pg_conversion c
WHERE c.connamespace IN (SELECT oid FROM user_schema) AND @own(pg_conversion, c.oid)
UNION ALL
SELECT 'cast', @id(pg_cast, c.oid), @plain(c, pg_cast) || jsonb_build_object('function', @id(pg_proc, c.castfunc))
FROM pg_cast c
WHERE c.oid >= 16384 AND @own(pg_cast, c.oid)
  -- A range brings a cast to its multirange along.
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
UNION ALL
SELECT 'transform', format('for %s language %I', format_type(t.trftype, NULL), l.lanname), @plain(t, pg_transform) || jsonb_build_object(
    'from', @id(pg_proc, t.trffromsql::oid), 'to', @id(pg_proc, t.trftosql::oid))
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE t.oid >= 16384 AND @own(pg_transform, t.oid)
UNION ALL
SELECT 'language', @id(pg_language, l.oid), @plain(l, pg_language) || jsonb_build_object(
    'owner', pg_get_userbyid(l.lanowner),
    'handler', @id(pg_proc, l.lanplcallfoid),
    'inline', @id(pg_proc, l.laninline),
    'validator', @id(pg_proc, l.lanvalidator))
FROM pg_language l
WHERE l.oid >= 16384 AND @own(pg_language, l.oid)
