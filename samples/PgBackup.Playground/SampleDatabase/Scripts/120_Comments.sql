COMMENT ON SCHEMA shop IS 'It''s a "shop" \ with $$ dollars $$, ; semicolons -- and
line breaks 表 😀';
COMMENT ON TABLE shop.product IS E'tab\t, backslash \\, and \\. on
\\.
its own line';
COMMENT ON COLUMN shop.product.name IS 'the ''name''';
COMMENT ON COLUMN "Odd ""Names"""."Ünïcödé 表 😀"."quote""d" IS 'quote"d';
COMMENT ON TYPE shop.order_state IS 'states';
COMMENT ON DOMAIN shop.email IS 'domain';
COMMENT ON CONSTRAINT email_has_at ON DOMAIN shop.email IS 'of a domain';
COMMENT ON COLUMN shop.address.street IS 'of a composite type';
COMMENT ON FUNCTION shop.slug(text) IS 'function';
COMMENT ON PROCEDURE audit.noop() IS 'procedure';
COMMENT ON AGGREGATE shop.total(shop.money_amount) IS 'aggregate';
COMMENT ON AGGREGATE shop.count_all(*) IS 'aggregate of anything';
COMMENT ON OPERATOR shop.+ (shop.money_amount, shop.money_amount) IS 'operator';
COMMENT ON OPERATOR shop.!~! (NONE, boolean) IS 'prefix operator';
COMMENT ON CAST (shop.money_amount AS numeric) IS 'cast';
COMMENT ON COLLATION shop.plain IS 'collation';
COMMENT ON CONVERSION shop.from_latin1 IS 'conversion';
COMMENT ON SEQUENCE shop.dice IS 'sequence';
COMMENT ON INDEX shop.product_sku IS 'index';
COMMENT ON INDEX shop.event_kind IS 'partitioned index';
COMMENT ON CONSTRAINT line_order ON shop.order_line IS 'constraint';
COMMENT ON CONSTRAINT product_pkey ON shop.product IS 'key';
COMMENT ON TRIGGER touch ON shop.product IS 'trigger';
COMMENT ON VIEW shop.available_product IS 'view';
COMMENT ON COLUMN shop.available_product.sku IS 'column of a view';
COMMENT ON MATERIALIZED VIEW analytics.sales_by_month IS 'materialized view';
COMMENT ON STATISTICS shop.product_statistics IS 'statistics';
COMMENT ON TEXT SEARCH DICTIONARY shop.stems IS 'dictionary';
COMMENT ON TABLE shop.order_event_2024_h1 IS 'partition';
