-- What a database holds: a line for each table (rows, and an MD5 of them in order), sequence and large object.
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET bytea_output = 'hex';
SET extra_float_digits = 3;
SET search_path = pg_catalog;
CREATE FUNCTION pg_temp.told(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE t text; BEGIN EXECUTE query INTO t; RETURN t; END $$;
SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C")
FROM (
    SELECT format('%I.%I ', n.nspname, c.relname) || pg_temp.told(format(CASE c.relkind
        WHEN 'S' THEN 'SELECT format(''at %%s %%s'', last_value, is_called) FROM %I.%I'
        ELSE 'SELECT format(''%%s %%s'', count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C"))) FROM ONLY %I.%I t' END,
        n.nspname, c.relname)) AS line
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'S', 'm') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND (c.relkind <> 'm' OR c.relispopulated)
    UNION ALL
    SELECT format('large object %s %s', oid, md5(lo_get(oid))) FROM pg_largeobject_metadata
) lines;
