SELECT x.kind, format('on %s %s', o.type, o.identity) || coalesce(' by ' || x.provider, ''), jsonb_build_object('text', x.text)
FROM (
    SELECT 'comment' AS kind, d.classoid, d.objoid, d.objsubid, NULL AS provider, d.description AS text FROM pg_description d
    UNION ALL
    SELECT 'security label', s.classoid, s.objoid, s.objsubid, s.provider, s.label FROM pg_seclabel s
) x, LATERAL pg_identify_object(x.classoid, x.objoid, x.objsubid) o
WHERE (x.objoid >= 16384 OR x.classoid IN ('pg_extension'::regclass, 'pg_largeobject'::regclass)
       OR (x.classoid, x.objoid) = ('pg_namespace'::regclass, 2200)) -- public, whatever its name is now
  AND o.identity IS NOT NULL
  AND NOT EXISTS (
      SELECT FROM unnest($1) s WHERE o.schema = s OR o.identity LIKE '%' || quote_ident(s) || '.%' OR o.type = 'schema' AND o.name = s)
  -- What an extension's script says about its members is not the user's; labels on them are.
  AND (x.kind = 'security label' OR NOT EXISTS (SELECT FROM member m WHERE m.classid = x.classoid AND m.objid = x.objoid))
