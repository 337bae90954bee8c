SELECT 'default privileges',
    format('%s to %s by %s', @id(pg_default_acl, d.oid),
        CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END, quote_ident(pg_get_userbyid(x.grantor))),
    jsonb_build_object('granted',
        string_agg(x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END, ', ' ORDER BY x.privilege_type COLLATE "C"))
FROM pg_default_acl d, aclexplode(d.defaclacl) x
GROUP BY 1, 2
UNION ALL
-- An entry may hold nothing, when everything is revoked.
SELECT 'default privileges', @id(pg_default_acl, d.oid), '{}'::jsonb FROM pg_default_acl d
