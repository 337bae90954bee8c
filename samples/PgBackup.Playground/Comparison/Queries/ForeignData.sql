SELECT 'foreign-data wrapper', @id(pg_foreign_data_wrapper, f.oid), @plain(f, pg_foreign_data_wrapper) || jsonb_build_object(
    'owner', pg_get_userbyid(f.fdwowner),
    'handler', @id(pg_proc, f.fdwhandler),
    'validator', @id(pg_proc, f.fdwvalidator),
    'fdwoptions', @sorted(f.fdwoptions))
FROM pg_foreign_data_wrapper f
WHERE @own(pg_foreign_data_wrapper, f.oid)
UNION ALL
SELECT 'server', @id(pg_foreign_server, s.oid), @plain(s, pg_foreign_server) || jsonb_build_object(
    'owner', pg_get_userbyid(s.srvowner),
    'wrapper', @id(pg_foreign_data_wrapper, s.srvfdw),
    'srvoptions', @sorted(s.srvoptions))
FROM pg_foreign_server s
WHERE @own(pg_foreign_server, s.oid)
UNION ALL
SELECT 'user mapping', format('%s on server %I', CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END, m.srvname),
    jsonb_build_object('umoptions', @sorted(m.umoptions))
FROM pg_user_mappings m
