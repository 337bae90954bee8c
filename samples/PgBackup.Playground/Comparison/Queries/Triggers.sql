-- Those of foreign keys are compared with their constraint; those that a partition has from its parent are internal before 15.
SELECT 'trigger', @id(pg_trigger, t.oid),
    @plain(t, pg_trigger) - '{tgname,tgisinternal}'::text[] || jsonb_build_object(
        'definition', pg_get_triggerdef(t.oid),
        'parent', @id(pg_trigger, t.tgparentid),
        'index', @id(pg_class, t.tgconstrindid),
        'function', @id(pg_proc, t.tgfoid))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE (NOT t.tgisinternal
       OR t.tgparentid <> 0 AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype <> 't'))
  AND c.relnamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, c.oid)
UNION ALL
SELECT 'event trigger', @id(pg_event_trigger, t.oid), @plain(t, pg_event_trigger) || jsonb_build_object(
    'owner', pg_get_userbyid(t.evtowner),
    'function', @id(pg_proc, t.evtfoid))
FROM pg_event_trigger t
WHERE @own(pg_event_trigger, t.oid)
