SELECT 'index', @id(pg_class, c.oid),
    @plain(i, pg_index) - '{indcheckxmin}'::text[] || jsonb_build_object(
        'definition', pg_get_indexdef(c.oid),
        'persistence', c.relpersistence,
        'reloptions', @sorted(c.reloptions),
        'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
        'parent', (SELECT @id(pg_class, h.inhparent) FROM pg_inherits h WHERE h.inhrelid = c.oid),
        'statistics targets', (
            SELECT jsonb_object_agg(a.attnum, a.attstattarget) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0))
FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, i.indrelid) AND @own(pg_class, c.oid)
