-- Policies on tables of extensions are the user's own.
SELECT 'policy', @id(pg_policy, p.oid), @plain(p, pg_policy) - '{polname}'::text[] || jsonb_build_object(
    'roles', (SELECT jsonb_agg(n ORDER BY n) FROM (
        SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END AS n FROM unnest(p.polroles) r) x),
    'using', pg_get_expr(p.polqual, p.polrelid),
    'with check', pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace IN (SELECT oid FROM user_schema)
