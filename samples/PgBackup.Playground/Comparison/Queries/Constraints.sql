-- Constraint triggers are among the triggers.
SELECT CASE WHEN k.contype = 'n' THEN 'not-null constraint' WHEN k.contype = 'f' AND k.conparentid <> 0 THEN 'foreign key of partition'
            ELSE 'constraint' END, @id(pg_constraint, k.oid),
    @plain(k, pg_constraint) - '{conname,connoinherit}'::text[] || jsonb_build_object(
        -- Of a key it only tells whether its index was attached or made with that of the parent.
        'connoinherit', k.connoinherit AND k.contype IN ('c', 'n'),
        'definition', pg_get_constraintdef(k.oid),
        'index', @id(pg_class, k.conindid),
        'parent', @id(pg_constraint, k.conparentid),
        'internal triggers', (
            SELECT jsonb_agg(DISTINCT t.tgenabled) FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgisinternal))
FROM pg_constraint k
WHERE k.contype <> 't' AND k.connamespace IN (SELECT oid FROM user_schema)
  AND @own(pg_class, k.conrelid) AND @own(pg_type, k.contypid)
  AND k.oid NOT IN (SELECT c.oid FROM pg_constraint c JOIN pg_constraint p ON p.oid = c.conparentid AND p.conrelid = c.conrelid)
UNION ALL
-- Under a foreign key to a partitioned table, there is one of the same table to each partition, under a name that happened to be free.
SELECT 'foreign key to partition',
    format('%s %s %s', @id(pg_class, k.conrelid), pg_get_constraintdef(k.oid),
        row_number() OVER (PARTITION BY k.conrelid, pg_get_constraintdef(k.oid) ORDER BY k.conname)),
    @plain(k, pg_constraint) - '{conname,connoinherit}'::text[] || jsonb_build_object(
        'index', @id(pg_class, k.conindid),
        'internal triggers', (
            SELECT jsonb_agg(DISTINCT t.tgenabled) FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgisinternal))
FROM pg_constraint k
JOIN pg_constraint p ON p.oid = k.conparentid AND p.conrelid = k.conrelid
WHERE k.connamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, k.conrelid)
