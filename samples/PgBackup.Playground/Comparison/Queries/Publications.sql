SELECT 'publication', @id(pg_publication, p.oid), @plain(p, pg_publication) || jsonb_build_object('owner', pg_get_userbyid(p.pubowner))
FROM pg_publication p
WHERE @own(pg_publication, p.oid)
UNION ALL
SELECT 'publication table', format('%s in %s', @id(pg_class, r.prrelid), @id(pg_publication, r.prpubid)),
    '{}'::jsonb
    || jsonb_build_object( -- since 15
        'row filter', pg_get_expr(r.prqual, r.prrelid), -- since 15
        'columns', (SELECT jsonb_agg(a.attname ORDER BY a.attname) FROM pg_attribute a -- since 15
                    WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]))) -- since 15
FROM pg_publication_rel r
UNION ALL -- since 15
SELECT 'publication schema', format('%s in %s', n.pnnspid::regnamespace, @id(pg_publication, n.pnpubid)), '{}'::jsonb -- since 15
FROM pg_publication_namespace n -- since 15
UNION ALL
-- Connection strings hold secrets, and a restored subscription is not enabled.
SELECT 'subscription', quote_ident(s.subname),
    jsonb_build_object('owner', pg_get_userbyid(s.subowner), 'subpublications', @sorted(s.subpublications),
        'subslotname', s.subslotname)
    || jsonb_build_object('subsynccommit', s.subsynccommit) -- since 14
    || jsonb_build_object('subbinary', s.subbinary, 'substream', s.substream) -- since 14
    || jsonb_build_object('subtwophasestate', s.subtwophasestate <> 'd', 'subdisableonerr', s.subdisableonerr) -- since 15
    || jsonb_build_object('subpasswordrequired', s.subpasswordrequired, 'subrunasowner', s.subrunasowner, 'suborigin', s.suborigin) -- since 16
    || jsonb_build_object('subfailover', s.subfailover) -- since 17
FROM pg_subscription s
WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
