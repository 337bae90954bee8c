CREATE VIEW shop.available_product AS
    SELECT p.id, p.sku, p.name, (p.price).amount AS amount, (p.price).currency, p.labels FROM shop.product p WHERE p.weight IS NOT NULL;
CREATE VIEW shop.cheap_product (id, title) AS SELECT a.id, a.name FROM shop.available_product a WHERE a.amount < 10 ORDER BY a.amount LIMIT 100;
CREATE VIEW shop.german_customer WITH (security_barrier) AS
    SELECT id, name, email, country FROM shop.customer WHERE country = 'DE' WITH CASCADED CHECK OPTION;
CREATE VIEW shop.subscribed_german AS SELECT * FROM shop.german_customer WHERE id > 0 WITH LOCAL CHECK OPTION;
ALTER VIEW shop.subscribed_german ALTER COLUMN country SET DEFAULT 'DE';
-- Grouping by the primary key alone makes a view depend on that key.
CREATE VIEW shop.order_total AS
    SELECT o.*, count(l.line) AS lines, sum(l.total) AS total FROM shop."order" o LEFT JOIN shop.order_line l ON l.order_id = o.id GROUP BY o.id;
CREATE RECURSIVE VIEW shop.category_tree (id, name, depth, trail) AS
    SELECT c.id, c.name::text, 0, ARRAY[c.id] FROM shop.category c WHERE c.parent_id IS NULL
    UNION ALL
    SELECT c.id, repeat('  ', t.depth + 1) || c.name, t.depth + 1, t.trail || c.id FROM shop.category c JOIN category_tree t ON c.parent_id = t.id;
CREATE VIEW analytics.window_functions AS
    SELECT product_id, valid, net, lag(net, 1, 0.0) OVER w AS before, sum(net) FILTER (WHERE net > 5) OVER (w ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS near,
        percent_rank() OVER (PARTITION BY product_id ORDER BY net DESC NULLS LAST)
    FROM shop.product_price WINDOW w AS (PARTITION BY product_id ORDER BY valid);
CREATE VIEW analytics.odd_expressions AS
    SELECT CASE WHEN z.a_text LIKE E'%\\%' THEN 'it''s' ELSE E'back\\slash\n' END AS quoted, z.a_timestamptz AT TIME ZONE 'Europe/Berlin' AS local,
        ARRAY(SELECT i FROM generate_series(1, 3) WITH ORDINALITY t (i, n)) AS list, (z.a_nested).target, ROW(z.id, z.a_text) IS NULL AS empty,
        extract(year FROM z.a_date) AS year, x.value, z.a_json -> 'a' AS first, z AS whole_row
    FROM analytics.zoo z LEFT JOIN LATERAL jsonb_each_text(z.a_jsonb) x ON true
    WHERE z.a_text = ANY (ARRAY['a', NULL]) OR NOT z.a_boolean IS DISTINCT FROM true OR EXISTS (SELECT FROM shop.tag t TABLESAMPLE system (10) REPEATABLE (1));
CREATE VIEW analytics.grouping_sets AS
    SELECT country, newsletter, grouping(country, newsletter) AS level, count(DISTINCT born), percentile_cont(0.5) WITHIN GROUP (ORDER BY credit)
    FROM shop.customer GROUP BY CUBE (country, newsletter), () HAVING count(*) > 1;
CREATE VIEW analytics.without_columns AS SELECT FROM shop.tag;

-- A view that calls a function that returns the view's own row type.
CREATE VIEW analytics.circle AS SELECT 1 AS id, 'x'::text AS name;
CREATE FUNCTION analytics.circle_rows() RETURNS SETOF analytics.circle LANGUAGE sql STABLE AS $$SELECT 1, 'x'::text$$;
CREATE OR REPLACE VIEW analytics.circle AS SELECT c.id, c.name FROM analytics.circle_rows() c;

-- Made WITH DATA, WITH NO DATA, and one upon another.
CREATE MATERIALIZED VIEW analytics.sales_by_month (month, orders, revenue) AS
    SELECT date_trunc('month', o.placed_at AT TIME ZONE 'UTC'), count(DISTINCT o.id), sum(l.total)
    FROM shop."order" o JOIN shop.order_line l ON l.order_id = o.id GROUP BY 1;
CREATE UNIQUE INDEX sales_month ON analytics.sales_by_month (month);
ALTER MATERIALIZED VIEW analytics.sales_by_month CLUSTER ON sales_month;
CREATE MATERIALIZED VIEW analytics.sales_by_year WITH (fillfactor = 80) AS
    SELECT extract(year FROM month)::integer AS year, sum(revenue) AS revenue FROM analytics.sales_by_month GROUP BY 1;
ALTER MATERIALIZED VIEW analytics.sales_by_year ALTER COLUMN revenue SET STATISTICS 77;
CREATE MATERIALIZED VIEW analytics.never_filled AS SELECT year FROM analytics.sales_by_year WITH NO DATA;
CREATE VIEW analytics.best_year AS SELECT year FROM analytics.sales_by_year ORDER BY revenue DESC FETCH FIRST 1 ROW WITH TIES;
