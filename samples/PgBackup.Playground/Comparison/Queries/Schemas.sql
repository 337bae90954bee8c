SELECT 'schema', quote_ident(n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
FROM pg_namespace n
WHERE n.oid IN (SELECT oid FROM user_schema) AND @own(pg_namespace, n.oid)
