INSERT INTO shop.currency VALUES ('EUR', 'Euro', 2), ('USD', 'Dollar', 2), ('JPY', 'Yen', 0), ('KWD', 'Dinar', 3);
INSERT INTO shop.country VALUES ('DE', 'Deutschland', 'EUR', '{FR,AT,"Übersee"}'), ('FR', 'France', 'EUR', '{DE}'), ('US', 'United States', 'USD', DEFAULT),
    ('JP', '日本', 'JPY', '{}'), ('AQ', 'Antarctica', NULL, '{NULL}');
INSERT INTO shop.category (parent_id, name)
SELECT CASE WHEN i > 5 THEN i / 5 END, 'Category ' || i FROM generate_series(1, 120) i;
INSERT INTO shop.product (sku, name, category_id, price, size, labels, properties, available, weight, created_at, updated_at)
SELECT 'SKU-' || lpad(i::text, 6, '0'), 'Product ' || i || ' of ' || substr(md5(i::text), 1, 8), 1 + i % 120,
    ROW(i % 997 + 0.99, CASE i % 3 WHEN 0 THEN 'EUR' WHEN 1 THEN 'USD' END)::shop.money_amount, CASE WHEN i % 4 > 0 THEN ROW(i % 10, i % 7 / 3.0, NULL)::shop.dimensions END,
    CASE i % 5 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY['new', NULL, 'it''s'] ELSE ARRAY['label ' || i % 9] END,
    jsonb_build_object('colour', (ARRAY['red', 'green', 'blue'])[1 + i % 3], 'parts', i % 11, 'note', CASE WHEN i % 50 = 0 THEN repeat('long ', 600) END),
    daterange(date '2023-01-01' + i % 700, CASE WHEN i % 2 = 0 THEN date '2026-01-01' END), CASE WHEN i % 6 > 0 THEN (i % 5000 + 1) / 7.0 END,
    timestamptz '2024-01-01 00:00+00' + i * interval '7 minutes', timestamp '2024-06-01' + i * interval '1.001 seconds'
FROM generate_series(1, @rows(5000)) i;
UPDATE shop.product SET added_later = 'changed ' || id WHERE id % 10 = 0;
INSERT INTO shop.product_price (product_id, valid, net, tax_rate)
SELECT 9 + p, daterange(date '2020-01-01' + y * 365, date '2020-01-01' + y * 365 + 365), p % 500 + y / 4.0, (ARRAY[19, 7, 0, NULL])[1 + p % 4]
FROM generate_series(1, @rows(5000)) p, generate_series(0, 2) y;
INSERT INTO shop.product_image (product_id, file_name, content)
SELECT 9 + i, 'image ' || i || '.png', decode(string_agg(md5(i || ' ' || j), ''), 'hex')
FROM generate_series(1, @rows(400)) i, generate_series(1, 250) j GROUP BY i ORDER BY i;
INSERT INTO shop.tag (name) SELECT 'tag ' || i FROM generate_series(1, 60) i;
INSERT INTO shop.product_tag SELECT 9 + p, 1 + (p * 7 + t) % 60 FROM generate_series(1, @rows(5000)) p, generate_series(1, 4) t;
INSERT INTO shop.bundle SELECT 9 + b, n, 9 + 1 + (b + n) % @rows(5000), n * 2 FROM generate_series(1, @rows(300)) b, generate_series(1, 3) n;
INSERT INTO shop.customer (number, email, name, country, home, born, newsletter, credit, tenant)
SELECT md5('customer ' || i)::uuid, 'customer.' || i || '@example.com', (ARRAY['Ann', 'Bob', 'Chloé', 'Dörte', 'Эва'])[1 + i % 5] || ' ' || substr(md5(i::text), 1, 6),
    (ARRAY['DE', 'FR', 'US', 'JP', NULL])[1 + i % 5], ROW('Street ' || i % 300, 'City ' || i % 80, i % 99999, point(i % 180, i % 90))::shop.address,
    date '1940-01-01' + i % 22000, i % 3 = 0, i % 100 / 3.0, 'tenant ' || i % 4
FROM generate_series(1, @rows(20000)) i;
INSERT INTO shop.customer_address
SELECT c, k, ROW(k || ' ' || c, NULL, '', NULL)::shop.address,
    CASE WHEN c % 2 = 0 THEN ROW(ROW('a', 'b', 'c', NULL)::shop.address, ROW(c, 'EUR')::shop.money_amount, ARRAY[1, NULL, c])::shop.delivery END
FROM generate_series(1, @rows(6000)) c, unnest(ARRAY['home', 'work']) k;
INSERT INTO shop.customer_note SELECT i, 1 + i % @rows(20000), repeat(md5(i::text) || E'\n', 1 + i % 20) FROM generate_series(1, @rows(3000)) i;
SELECT setval('shop.untouched', 7, false);
INSERT INTO shop.coupon SELECT 'CODE' || i, i % 50, tsrange(timestamp '2024-01-01' + i * interval '1 day', NULL) FROM generate_series(1, 200) i;
INSERT INTO shop."order" (customer_id, state, invoice, coupon, placed_at, "group")
SELECT 1 + i * 13 % @rows(20000), (enum_range(NULL::shop.order_state))[1 + i % 7], 'INV-' || i, CASE WHEN i % 9 = 0 THEN 'CODE' || 1 + i % 200 END,
    timestamptz '2024-01-01 00:00+00' + i * interval '13 minutes', i % 10
FROM generate_series(1, @rows(40000)) i;
INSERT INTO shop.order_line (order_id, line, customer_id, product_id, amount, price)
SELECT o.id, l, o.customer_id, 9 + 1 + (o.id * 31 + l) % @rows(5000), 1 + (o.id + l) % 5, (o.id * l) % 1000 / 4.0
FROM shop."order" o, generate_series(1, 3) l WHERE l <= 1 + o.id % 3;
INSERT INTO shop.order_event
SELECT o.id, o.placed_at + k * interval '97 days' - interval '100 days', 'kind ' || k, CASE WHEN o.id % 2 = 0 THEN jsonb_build_object('by', 'user ' || o.id % 50) END
FROM shop."order" o, generate_series(1, 2) k;
INSERT INTO shop.payment
SELECT o.id, (enum_range(NULL::shop.payment_method))[1 + o.id % 4], o.id, o.id % 1000 / 2.0, CASE WHEN o.id % 10 > 0 THEN o.placed_at + interval '1 hour' END
FROM shop."order" o;
INSERT INTO shop.payment_dispute SELECT p.id, p.id, p.method FROM shop.payment p WHERE p.id % 100 = 0;
INSERT INTO shop.review SELECT 9 + 1 + i % @rows(5000), i, 1 + i % 5, CASE WHEN i % 3 > 0 THEN repeat('good ', i % 40) END FROM generate_series(1, @rows(12000)) i;
INSERT INTO shop.cart SELECT md5('cart ' || i)::uuid, i, timestamptz '2024-05-05 12:00+02', '[]' FROM generate_series(1, @rows(1000)) i;
INSERT INTO shop.cart_lock (cart_id) SELECT md5('cart ' || i)::uuid FROM generate_series(1, @rows(100)) i;
INSERT INTO shop.shipment SELECT i, o.id, 'T' || i, timestamp '2024-02-02' + i * interval '1 hour', i * interval '1 hour 1 second', i * 1.25::money
FROM (SELECT id, row_number() OVER (ORDER BY id) AS i FROM shop."order") o WHERE i <= @rows(8000);
INSERT INTO shop.return_request SELECT i * 4, 'reason ' || i, i % 2 = 0 FROM generate_series(1, @rows(8000) / 4) i;
INSERT INTO shop.opening VALUES ('Berlin', ARRAY['[08:00,12:00)', '[13:00,18:30]']::shop.opening_hours[], DEFAULT), ('Kyōto', '{}', NULL);
