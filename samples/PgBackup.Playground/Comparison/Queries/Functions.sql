SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, @id(pg_proc, p.oid),
    @plain(p, pg_proc) - '{proname}'::text[] || jsonb_build_object(
        'owner', pg_get_userbyid(p.proowner),
        'language', (SELECT l.lanname FROM pg_language l WHERE l.oid = p.prolang),
        'arguments', pg_get_function_arguments(p.oid),
        'result', pg_get_function_result(p.oid),
        'variadic', format_type(nullif(p.provariadic, 0), NULL),
        'proconfig', @sorted(p.proconfig),
        'transforms', (SELECT jsonb_agg(format_type(t, NULL)) FROM unnest(p.protrftypes) t),
        'sql body', pg_get_function_sqlbody(p.oid), -- since 14
        'definition', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
        'aggregate', (
            SELECT @plain(a, pg_aggregate) || jsonb_build_object(
                'sort operator', @id(pg_operator, a.aggsortop),
                'state type', format_type(a.aggtranstype, NULL),
                'moving state type', format_type(nullif(a.aggmtranstype, 0), NULL))
            FROM pg_aggregate a WHERE a.aggfnoid = p.oid))
FROM pg_proc p
WHERE p.pronamespace IN (SELECT oid FROM user_schema) AND @own(pg_proc, p.oid)
