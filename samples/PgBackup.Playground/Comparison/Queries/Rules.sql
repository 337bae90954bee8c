-- The rule behind a view is compared as the view's definition.
SELECT 'rule', @id(pg_rewrite, r.oid), @plain(r, pg_rewrite) - '{rulename}'::text[] || jsonb_build_object(
    'definition', pg_get_ruledef(r.oid))
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE r.rulename <> '_RETURN' AND c.relnamespace IN (SELECT oid FROM user_schema) AND @own(pg_class, c.oid)
