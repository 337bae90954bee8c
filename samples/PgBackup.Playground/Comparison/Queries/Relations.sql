SELECT
    CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                   WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' ELSE 'relation' END,
    @id(pg_class, c.oid),
    -- Counters and hints that the server keeps for itself say nothing about the definition.
    @plain(c, pg_class) - '{relname,relnatts,relchecks,relpages,reltuples,relallvisible,relallfrozen,relhasindex,relhasrules,
                            relhastriggers,relhassubclass}'::text[] || jsonb_build_object(
        'owner', pg_get_userbyid(c.relowner),
        'reloptions', @sorted(c.reloptions),
        'toast options', (SELECT @sorted(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid),
        'access method', (SELECT a.amname FROM pg_am a WHERE a.oid = c.relam),
        'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
        'of type', format_type(nullif(c.reloftype, 0), NULL),
        'parents', (SELECT jsonb_agg(@id(pg_class, i.inhparent) ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
        'detach pending', coalesce((SELECT bool_or(i.inhdetachpending) FROM pg_inherits i WHERE i.inhrelid = c.oid), false), -- since 14
        'partition key', pg_get_partkeydef(c.oid),
        'partition bound', pg_get_expr(c.relpartbound, c.oid),
        'view definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
        'server', (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid),
        'foreign options', (SELECT @sorted(f.ftoptions) FROM pg_foreign_table f WHERE f.ftrelid = c.oid))
FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relnamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, c.oid)
  AND (c.relkind <> 'c' OR @own(pg_type, c.reltype))
