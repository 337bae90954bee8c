WITH protected (classid, objid, objsubid, standard, acl) AS (
    SELECT 'pg_namespace'::regclass, n.oid, 0, acldefault('n', n.nspowner), n.nspacl FROM pg_namespace n WHERE n.nspname !~ '^pg_t'
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, 0, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner), c.relacl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_t'
    UNION ALL
    SELECT 'pg_class'::regclass, a.attrelid, a.attnum, '{}'::aclitem[], a.attacl FROM pg_attribute a
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, acldefault('f', p.proowner), p.proacl FROM pg_proc p
    UNION ALL
    -- A table's row type and array types follow others.
    SELECT 'pg_type'::regclass, t.oid, 0, acldefault('T', t.typowner), t.typacl FROM pg_type t
    WHERE t.typacl IS NOT NULL OR t.typelem = 0
      AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    UNION ALL
    SELECT 'pg_language'::regclass, l.oid, 0, acldefault('l', l.lanowner), l.lanacl FROM pg_language l
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, f.oid, 0, acldefault('F', f.fdwowner), f.fdwacl FROM pg_foreign_data_wrapper f
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, s.oid, 0, acldefault('S', s.srvowner), s.srvacl FROM pg_foreign_server s
    UNION ALL
    SELECT 'pg_largeobject'::regclass, l.oid, 0, acldefault('L', l.lomowner), l.lomacl FROM pg_largeobject_metadata l
), effective AS (
    SELECT p.classid, p.objid, p.objsubid, coalesce(p.acl, p.standard) AS acl,
        CASE WHEN (p.classid, p.objid) IN (SELECT m.classid, m.objid FROM member m)
             THEN 'privileges on member' ELSE 'privileges' END AS kind
    FROM protected p
    WHERE p.objid >= 16384 OR (p.classid, p.objid) = ('pg_namespace'::regclass, 2200) -- public, whatever its name is now
       OR p.classid = 'pg_largeobject'::regclass
    UNION ALL
    -- Of the server's own objects only those whose privileges somebody changed.
    SELECT p.classid, p.objid, p.objsubid, coalesce(p.acl, p.standard), 'privileges of system object'
    FROM protected p LEFT JOIN pg_init_privs i
        ON i.classoid = p.classid AND i.objoid = p.objid AND i.objsubid = p.objsubid AND i.privtype = 'i'
    WHERE p.objid < 16384 AND p.acl IS NOT NULL AND p.classid <> 'pg_largeobject'::regclass
      AND (p.classid, p.objid) <> ('pg_namespace'::regclass, 2200)
      AND NOT (p.acl @> coalesce(i.initprivs, p.standard) AND p.acl <@ coalesce(i.initprivs, p.standard))
    UNION ALL
    SELECT i.classoid, i.objoid, i.objsubid, i.initprivs, 'initial privileges' FROM pg_init_privs i WHERE i.privtype = 'e'
)
SELECT e.kind,
    format('on %s %s to %s by %s', o.type, o.identity,
        CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END, quote_ident(pg_get_userbyid(x.grantor))),
    jsonb_build_object(
        '@of', coalesce(min((SELECT quote_ident(m.extname) FROM pg_depend d JOIN pg_extension m ON m.oid = d.refobjid
                             WHERE d.classid = e.classid AND d.objid = e.objid AND d.deptype = 'e')), min(w.identity)),
        'granted',
        string_agg(x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END, ', ' ORDER BY x.privilege_type COLLATE "C"))
FROM effective e, aclexplode(e.acl) x, LATERAL pg_identify_object(e.classid, e.objid, e.objsubid) o,
    LATERAL pg_identify_object(e.classid, e.objid, 0) w
WHERE o.identity IS NOT NULL AND coalesce(o.schema, '') <> ALL ($1)
  AND NOT (e.classid = 'pg_namespace'::regclass AND e.objid IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname = ANY ($1)))
GROUP BY 1, 2
