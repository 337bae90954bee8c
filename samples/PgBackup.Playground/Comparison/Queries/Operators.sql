SELECT 'operator', @id(pg_operator, o.oid), @plain(o, pg_operator) - '{oprname}'::text[] || jsonb_build_object(
    'function', @id(pg_proc, o.oprcode::oid),
    'owner', pg_get_userbyid(o.oprowner),
    'result', format_type(nullif(o.oprresult, 0), NULL),
    'commutator', @id(pg_operator, o.oprcom),
    'negator', @id(pg_operator, o.oprnegate))
FROM pg_operator o
WHERE o.oprnamespace IN (SELECT oid FROM user_schema) AND @own(pg_operator, o.oid)
UNION ALL
SELECT 'operator family', @id(pg_opfamily, f.oid), jsonb_build_object('owner', pg_get_userbyid(f.opfowner))
FROM pg_opfamily f
WHERE f.opfnamespace IN (SELECT oid FROM user_schema) AND @own(pg_opfamily, f.oid)
UNION ALL
SELECT 'operator class', @id(pg_opclass, c.oid), @plain(c, pg_opclass) - '{opcname}'::text[] || jsonb_build_object(
    'owner', pg_get_userbyid(c.opcowner),
    'family', @id(pg_opfamily, c.opcfamily),
    'type', format_type(c.opcintype, NULL),
    'storage type', format_type(nullif(c.opckeytype, 0), NULL))
FROM pg_opclass c
WHERE c.opcnamespace IN (SELECT oid FROM user_schema) AND @own(pg_opclass, c.oid)
UNION ALL
-- Members of a family may be added apart from it, also to a family of the server or of an extension.
SELECT 'operator of family', @id(pg_amop, a.oid), @plain(a, pg_amop) || jsonb_build_object(
    'operator', @id(pg_operator, a.amopopr),
    'sort family', @id(pg_opfamily, a.amopsortfamily))
FROM pg_amop a
WHERE a.oid >= 16384 AND @own(pg_amop, a.oid) AND @own(pg_opfamily, a.amopfamily)
UNION ALL
SELECT 'function of family', @id(pg_amproc, a.oid), @plain(a, pg_amproc) || jsonb_build_object('function', @id(pg_proc, a.amproc::oid))
FROM pg_amproc a
WHERE a.oid >= 16384 AND @own(pg_amproc, a.oid) AND @own(pg_opfamily, a.amprocfamily)
