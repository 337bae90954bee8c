SELECT 'text search parser', @id(pg_ts_parser, p.oid), @plain(p, pg_ts_parser) - '{prsname}'::text[]
FROM pg_ts_parser p
WHERE p.prsnamespace IN (SELECT oid FROM user_schema) AND @own(pg_ts_parser, p.oid)
UNION ALL
SELECT 'text search template', @id(pg_ts_template, t.oid), @plain(t, pg_ts_template) - '{tmplname}'::text[]
FROM pg_ts_template t
WHERE t.tmplnamespace IN (SELECT oid FROM user_schema) AND @own(pg_ts_template, t.oid)
UNION ALL
SELECT 'text search dictionary', @id(pg_ts_dict, d.oid), @plain(d, pg_ts_dict) - '{dictname}'::text[] || jsonb_build_object(
    'owner', pg_get_userbyid(d.dictowner),
    'template', @id(pg_ts_template, d.dicttemplate))
FROM pg_ts_dict d
WHERE d.dictnamespace IN (SELECT oid FROM user_schema) AND @own(pg_ts_dict, d.oid)
UNION ALL
SELECT 'text search configuration', @id(pg_ts_config, c.oid), jsonb_build_object(
    'owner', pg_get_userbyid(c.cfgowner),
    'parser', @id(pg_ts_parser, c.cfgparser),
    'mappings', (
        SELECT jsonb_object_agg(k.alias, k.dictionaries) FROM (
            SELECT y.alias, jsonb_agg(@id(pg_ts_dict, m.mapdict) ORDER BY m.mapseqno) AS dictionaries
            FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) y ON y.tokid = m.maptokentype
            WHERE m.mapcfg = c.oid GROUP BY y.alias) k))
FROM pg_ts_config c
WHERE c.cfgnamespace IN (SELECT oid FROM user_schema) AND @own(pg_ts_config, c.oid)
