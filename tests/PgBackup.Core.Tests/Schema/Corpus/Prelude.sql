-- Runs before each corpus: the roles that own and use the objects, a schema, and which majors' features are there.
SELECT pg_catalog.format('CREATE ROLE %I', r.name)
FROM (VALUES ('corpus owner'), ('corpus_reader')) AS r(name)
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles p WHERE p.rolname = r.name) \gexec
SELECT current_setting('server_version_num')::int >= 140000 AS since14, current_setting('server_version_num')::int >= 150000 AS since15,
       current_setting('server_version_num')::int >= 160000 AS since16, current_setting('server_version_num')::int >= 170000 AS since17,
       current_setting('server_version_num')::int >= 180000 AS since18 \gset
CREATE SCHEMA "Odd ""Schema";
