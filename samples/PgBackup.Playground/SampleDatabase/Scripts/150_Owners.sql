-- roles
-- A new owner needs CREATE on the schema.
GRANT CREATE, USAGE ON SCHEMA shop, hr, warehouse, audit, analytics, "Odd ""Names""" TO pgbackup_demo_owner, "pgbackup_demo_Étage ""2""";
ALTER TABLE shop.product OWNER TO pgbackup_demo_owner;
ALTER TABLE shop.order_event OWNER TO pgbackup_demo_owner;
ALTER TABLE shop.order_event_2024_h1 OWNER TO "pgbackup_demo_Étage ""2""";
ALTER VIEW shop.cheap_product OWNER TO "pgbackup_demo_Étage ""2""";
-- It is refreshed with the rights of its owner.
GRANT SELECT ON shop."order", shop.order_line TO pgbackup_demo_owner;
ALTER MATERIALIZED VIEW analytics.sales_by_month OWNER TO pgbackup_demo_owner;
ALTER SEQUENCE shop.dice OWNER TO pgbackup_demo_owner;
ALTER FUNCTION shop.slug(text) OWNER TO pgbackup_demo_owner;
ALTER PROCEDURE audit.noop() OWNER TO pgbackup_demo_owner;
ALTER AGGREGATE shop.smallest(integer) OWNER TO pgbackup_demo_owner;
ALTER TYPE shop.payment_method OWNER TO pgbackup_demo_owner;
ALTER TYPE shop.no_attributes OWNER TO pgbackup_demo_owner;
ALTER DOMAIN shop.labels OWNER TO pgbackup_demo_owner;
ALTER OPERATOR shop.!~! (NONE, boolean) OWNER TO pgbackup_demo_owner;
ALTER COLLATION shop.plain OWNER TO pgbackup_demo_owner;
ALTER CONVERSION shop.from_latin1 OWNER TO pgbackup_demo_owner;
ALTER STATISTICS shop.order_statistics OWNER TO pgbackup_demo_owner;
ALTER TEXT SEARCH DICTIONARY shop.stems OWNER TO pgbackup_demo_owner;
ALTER TEXT SEARCH CONFIGURATION shop.products OWNER TO pgbackup_demo_owner;
ALTER LARGE OBJECT 990003 OWNER TO pgbackup_demo_owner;
ALTER TABLE "Odd ""Names"""."select" OWNER TO "pgbackup_demo_Étage ""2""";
REVOKE CREATE ON SCHEMA hr, audit FROM "pgbackup_demo_Étage ""2""";
ALTER SCHEMA warehouse OWNER TO pgbackup_demo_owner;
