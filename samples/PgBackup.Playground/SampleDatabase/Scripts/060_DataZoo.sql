-- One row per odd value of every type, so that a difference names the column.
CREATE TABLE analytics.zoo (
    id integer PRIMARY KEY,
    a_smallint smallint, an_integer integer, a_bigint bigint, a_numeric numeric, a_scaled numeric(20, 5), a_real real, a_double double precision,
    a_text text, a_varchar varchar(40), a_char character(10), a_single "char", a_name name, a_bytea bytea, a_boolean boolean,
    a_date date, a_time time, a_timetz timetz, a_timestamp timestamp, a_timestamptz timestamptz, an_interval interval, a_money money,
    a_uuid uuid, a_json json, a_jsonb jsonb, an_inet inet, a_cidr cidr, a_macaddr macaddr, a_macaddr8 macaddr8,
    a_bit bit(9), a_varbit varbit, a_point point, a_line line, an_lseg lseg, a_box box, a_path path, a_polygon polygon, a_circle circle,
    a_tsvector tsvector, a_tsquery tsquery, an_lsn pg_lsn, a_snapshot txid_snapshot, a_jsonpath jsonpath, an_oid oid, a_regtype regtype,
    an_int4range int4range, a_numrange numrange, a_tstzrange tstzrange, a_daterange daterange,
    an_enum shop.order_state, a_composite shop.address, a_nested shop.delivery, a_domain shop.labels, a_span shop.name_span,
    ints integer[], texts text[], grid integer[][], bounds integer[], times timestamptz[], composites shop.money_amount[], jsons json[]);
INSERT INTO analytics.zoo (id) VALUES (0);
INSERT INTO analytics.zoo VALUES
    (1, -32768, -2147483648, -9223372036854775808, 'NaN', -0.00001, 'NaN', 'NaN', '', '', '', '', '', '', true,
     '-infinity', '00:00', '00:00+15:59', '-infinity', '-infinity', '-178000000 years', '-92233720368547758.08',
     '00000000-0000-0000-0000-000000000000', '{"a":1, "a" : 2,   "b":[ ]}', '{"a":1, "a" : 2}', '::1', '10.0.0.0/8', '08:00:2b:01:02:03',
     '08:00:2b:01:02:03:04:05', B'000000000', B'', '(-0,0)', '{1,-1,0}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,0),(1,1))',
     '<(0,0),0>', '', '', '0/0', '1:1:', '$', 0, 'integer', 'empty', '(,)', '(,"2024-01-01 00:00+00"]', '[,)',
     'draft', '(,,,)', '("(,,,)","(,)",)', '{}', '(,)', '{}', '{""}', '{}', '[-2:0]={1,2,3}', '{infinity,-infinity}', '{"(1.00,EUR)",NULL,"(,)"}',
     ARRAY['{"a":1, "a":2}', '"x"']::json[]),
    (2, 32767, 2147483647, 9223372036854775807, 0.000000000000000000000000000000000000001, 123456789012345.12345, 'Infinity', '-Infinity',
     E'\\N', E'\\.', 'padded', 'x', 'a name', decode('00ff5c270a0d09', 'hex'), false, 'infinity', '24:00', '23:59:59.999999-15:59', 'infinity',
     'infinity', '1 year -2 mons +3 days -04:05:06.000007', '92233720368547758.07', 'ffffffff-ffff-ffff-ffff-ffffffffffff', ' [1.0, 1.00, 1e2] ',
     '[1.0, 1.00, 1e2]', '192.168.0.1/24', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff', B'111111111', B'1',
     '(1e308,-1e-308)', '{0,1,2}', '[(1.1,2.2),(3.3,4.4)]', '(3,4),(1,2)', '((0,0),(1,1),(2,0))', '((0,0),(0,1),(1,1))', '<(1.5,2.5),3.5>',
     E'''it''''s'':1A,2B ''\\\\'':3 word', '!( fat | ''rat''''s'':*AB ) & cat <2> dog', 'FFFFFFFF/FFFFFFFF', '10:20:10,14,15', '$.a[*] ? (@ > 1)',
     4294967295, 'shop.address', '[1,10)', '[-1.5,2.5]', '["2024-01-01 00:00+00",infinity)', '[2024-01-01,2024-02-01)',
     'can''celled', '("a ""quoted"" street, 5","new
line",\\,"(1,2)")', '("(a,b,c,)","(5.00,USD)","{1,NULL,3}")', '{a,NULL,"NULL","with,comma","with\"quote","back\\slash",""," "}', '["a,b","c""d"]',
     '{1,NULL,3}', '{NULL,"NULL",null,"{}",","}', '{{1,2},{3,4}}', '[0:1][5:6]={{1,2},{3,4}}', ARRAY['0044-03-15 12:00:00+00 BC'::timestamptz],
     NULL, '{}');
INSERT INTO analytics.zoo (id, a_numeric, a_real, a_double, a_text, a_date, a_timestamp, a_timestamptz, a_bytea, an_interval) VALUES
    (3, 1e131071, 1.17549435e-38, 2.2250738585072014e-308, E'tab\there', '4713-11-24 BC', '4713-11-24 00:00:00 BC', '294276-12-31 23:59:59.999999+00',
     '\x', '00:00:00'),
    (4, -1e-16383, 3.40282347e+38, 1.7976931348623157e308, E'carriage\rreturn\r\nand line\nfeed', '5874897-12-31', '0001-01-01 00:00:00 BC',
     '1900-01-01 00:00:00+00', '\x5c4e', '-1 day'),
    (5, 0.1, 0.1, 0.1, E'\\\\ \\x41 \\t \\', '1582-10-15', '2024-02-29 23:59:59.999999', '2024-03-10 02:30:00-05', '\x0a', '1 microsecond'),
    (6, 100000.000, 16777217, 9007199254740993, '😀 𝄞 é é ' || chr(8232) || chr(65279) || chr(160), '0001-12-31 BC', '9999-12-31', '0099-01-01 00:00:00+00',
     '\x2e', '2147483647 days'),
    (7, 0.0, '-0', '-0', ' leading and trailing ', NULL, NULL, NULL, NULL, NULL),
    (8, NULL, NULL, NULL, 'NULL', NULL, NULL, NULL, NULL, NULL),
    (9, NULL, NULL, NULL, E'COPY x FROM stdin;\n\\.\n\nDROP TABLE x;\n$$ $body$ '';--', NULL, NULL, NULL, NULL, NULL),
    (10, NULL, NULL, NULL, E'\\N\n\\.\n\\', NULL, NULL, NULL, NULL, NULL),
    (11, NULL, NULL, NULL, '"quoted","csv"' || E',\n"', NULL, NULL, NULL, NULL, NULL);
-- Every character that is not a letter, alone and within.
INSERT INTO analytics.zoo (id, a_text, a_varchar, a_single, a_bytea)
SELECT 100 + i, chr(i), 'a' || chr(i) || 'b', chr(i)::"char", decode(lpad(to_hex(i), 2, '0'), 'hex') FROM generate_series(1, 127) i;
-- Values wider than a buffer: plain, compressible and not.
INSERT INTO analytics.zoo (id, a_text, a_bytea, a_jsonb, texts)
SELECT 300 + i, repeat('wide ' || i, 20000 * i), decode(string_agg(md5(i || '/' || j), ''), 'hex'),
    jsonb_build_object('list', jsonb_agg(j), 'text', repeat(E'\\"', 500)), array_agg(E'x\n' || j)
FROM generate_series(1, 3) i, generate_series(1, 12000) j GROUP BY i;
