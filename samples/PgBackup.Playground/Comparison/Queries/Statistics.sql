SELECT 'extended statistics', @id(pg_statistic_ext, s.oid),
    @plain(s, pg_statistic_ext) - '{stxname}'::text[] || jsonb_build_object(
        'owner', pg_get_userbyid(s.stxowner),
        'definition', pg_get_statisticsobjdef(s.oid),
        'stxstattarget', nullif(s.stxstattarget, -1))
FROM pg_statistic_ext s
WHERE s.stxnamespace IN (SELECT oid FROM user_schema) AND @own(pg_statistic_ext, s.oid) AND @own(pg_class, s.stxrelid)
