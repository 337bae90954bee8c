SELECT 'database', 'settings',
    @plain(d, pg_database) - '{datname,datcollversion}'::text[] || jsonb_build_object(
        'owner', pg_get_userbyid(d.datdba),
        'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = d.dattablespace),
        'comment', (SELECT c.description FROM pg_shdescription c WHERE c.classoid = 'pg_database'::regclass AND c.objoid = d.oid),
        'labels', (SELECT jsonb_object_agg(l.provider, l.label) FROM pg_shseclabel l
                   WHERE l.classoid = 'pg_database'::regclass AND l.objoid = d.oid),
        'encoding', pg_encoding_to_char(d.encoding),
        'settings', (SELECT jsonb_object_agg(CASE s.setrole WHEN 0 THEN '' ELSE pg_get_userbyid(s.setrole) END, @sorted(s.setconfig))
                     FROM pg_db_role_setting s WHERE s.setdatabase = d.oid),
        'privileges', (SELECT jsonb_agg(x.line ORDER BY x.line COLLATE "C") FROM (
            SELECT format('%s%s to %s by %s', a.privilege_type, CASE WHEN a.is_grantable THEN '*' ELSE '' END,
                CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END, pg_get_userbyid(a.grantor)) AS line
            FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a) x))
FROM pg_database d
WHERE d.datname = current_database()
