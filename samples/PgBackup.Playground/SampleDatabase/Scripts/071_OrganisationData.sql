INSERT INTO hr.department (id, name) SELECT i, 'Department ' || i FROM generate_series(1, 40) i;
INSERT INTO hr.employee SELECT i, 'Employee ' || i, 1 + i % 40, CASE WHEN i > 1 THEN i / 2 END, date '2010-01-01' + i % 5000,
    CASE WHEN i % 4 = 0 THEN '{sat,sun}'::hr.weekday[] ELSE '{mon,tue}' END, (i % 65536)::bit(16)
FROM generate_series(1, @rows(2000)) i;
UPDATE hr.department SET head_id = id WHERE id <= @rows(2000);
INSERT INTO hr.salary SELECT e, date '2015-01-01' + y * 365, (1000 + e % 9000 + y * 10)::money FROM generate_series(1, @rows(2000)) e, generate_series(1, 4) y;
INSERT INTO hr.timesheet SELECT e, date '2024-01-01' + d, (d % 9) * interval '1 hour 7 minutes' FROM generate_series(1, @rows(2000)) e, generate_series(1, 8) d;
INSERT INTO hr.skill SELECT i, 'skill ' || i, i % 6 FROM generate_series(1, 100) i;
INSERT INTO hr.contact VALUES ('+49 30 1', DEFAULT, 'reception');
INSERT INTO hr.person SELECT i, 'Person ' || i FROM generate_series(1, 50) i;
INSERT INTO hr.contractor (id, name, phone, rate, company) SELECT i, 'Contractor ' || i, '555-' || i, i * 1.5, 'Company' FROM generate_series(1, 50) i;
INSERT INTO hr.trainee (id, until) SELECT i, date '2025-01-01' + i FROM generate_series(1, 20) i;
INSERT INTO hr.intern (id, until, note) VALUES (1, NULL, 'one');
INSERT INTO hr.late_child (id, extra) VALUES (1, '10.1.2.3/16');

INSERT INTO warehouse.site SELECT i, 'Site ' || i, point(i, -i), polygon(6, circle(point(i, i), 2)), circle(point(0, 0), i), ('10.' || i || '.0.0/16')::cidr
FROM generate_series(1, 5) i;
INSERT INTO warehouse.bin SELECT s, 'B' || b, b * 1.1 FROM generate_series(1, 5) s, generate_series(1, 40) b;
INSERT INTO warehouse.stock SELECT 1 + p % 5, 'B' || 1 + p % 40, 9 + p, p % 300, timestamptz '2024-03-03 03:03+00' FROM generate_series(1, @rows(5000)) p;
INSERT INTO warehouse.movement SELECT i, 10 + i % @rows(5000), i % 21 - 10, timestamp '2024-01-01' + i * interval '1 minute', CASE WHEN i % 5 = 0 THEN 'counted' END
FROM generate_series(1, @rows(60000)) i;
INSERT INTO warehouse.supplier SELECT i, 'Supplier ' || i, i::text::xid, macaddr '08:00:2b:01:02:03', NULL, inet '10.0.0.0' + i FROM generate_series(1, 100) i;
INSERT INTO warehouse.purchase SELECT i, 1 + i % 100, date '2024-01-01' + i % 300, NULL FROM generate_series(1, @rows(2000)) i;
INSERT INTO warehouse.purchase_line SELECT i, 10 + (i * l) % @rows(5000), i / (l + 1.0) FROM generate_series(1, @rows(2000)) i, generate_series(1, 2) l
ON CONFLICT DO NOTHING;

INSERT INTO audit.change_log (relation, operation, arguments, changed_at, changed_by)
SELECT 'shop.product', 'UPDATE', ARRAY['a', i::text], timestamptz '2024-01-01 00:00+00' + i * interval '1 second', 'somebody' FROM generate_series(1, @rows(5000)) i;
INSERT INTO audit.login SELECT timestamptz '2024-01-01 00:00+00' + i * interval '10 seconds', inet '192.168.0.0' + i % 60000, 'agent ' || i % 7, i % 11 > 0
FROM generate_series(1, @rows(20000)) i;
INSERT INTO audit.no_columns SELECT FROM generate_series(1, 5);
INSERT INTO audit.only_dropped_column SELECT FROM generate_series(1, 2);
INSERT INTO analytics.calendar SELECT d, extract(week FROM d)::smallint, to_char(d, 'IYYY-"W"IW'), extract(isodow FROM d) > 5
FROM (SELECT date '2020-01-01' + i AS d FROM generate_series(0, 2000) i) x;
INSERT INTO analytics.import SELECT i::text, 'a,b', 'c"d', E'e\nf' FROM generate_series(1, @rows(1000)) i;
INSERT INTO analytics.import_log SELECT i::text, '', NULL, ' ' FROM generate_series(1, @rows(1000)) i;
INSERT INTO analytics.visit SELECT (ARRAY['alpha', 'beta', 'Nu', 'zeta'])[1 + i % 4], date '2024-01-01' + i % 366, i FROM generate_series(1, @rows(10000)) i;
