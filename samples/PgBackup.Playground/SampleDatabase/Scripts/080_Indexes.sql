CREATE UNIQUE INDEX product_sku ON shop.product (sku);
CREATE INDEX product_name_lower ON shop.product (lower(name), (length(name) + 1) DESC NULLS LAST) WHERE weight IS NOT NULL AND name <> 'it''s';
ALTER INDEX shop.product_name_lower ALTER COLUMN 2 SET STATISTICS 250;
CREATE INDEX product_properties ON shop.product USING gin (properties jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX product_search ON shop.product USING gist (search tsvector_ops (siglen = 100));
CREATE INDEX product_labels ON shop.product USING gin ((labels::text[]));
CREATE INDEX product_available ON shop.product USING gist (available);
CREATE INDEX product_pattern ON shop.product (name text_pattern_ops, sku COLLATE "C" DESC) INCLUDE (weight, created_at) WITH (fillfactor = 75);
ALTER TABLE shop.product CLUSTER ON product_sku;
CREATE UNIQUE INDEX tag_name ON shop.tag (name);
ALTER TABLE shop.tag REPLICA IDENTITY USING INDEX tag_name;
ALTER TABLE shop.tag ADD CONSTRAINT tag_named CHECK (name <> '') NOT VALID;
ALTER TABLE shop.bundle REPLICA IDENTITY FULL;
ALTER TABLE shop.coupon REPLICA IDENTITY NOTHING;
CREATE UNIQUE INDEX customer_email_index ON shop.customer (email) INCLUDE (name);
ALTER TABLE shop.customer ADD CONSTRAINT customer_email_once UNIQUE USING INDEX customer_email_index;
CREATE INDEX customer_home ON shop.customer USING gist (((home).location));
CREATE INDEX customer_city ON shop.customer (((home).city) COLLATE "C", born);
CREATE INDEX order_state_hash ON shop."order" USING hash (state);
CREATE INDEX order_open ON shop."order" (customer_id, placed_at DESC) WHERE state IN ('placed', 'paid');
CREATE INDEX movement_at ON warehouse.movement USING brin (moved_at, id) WITH (pages_per_range = 16, autosummarize = true);
CREATE INDEX login_client ON audit.login USING spgist (client);
CREATE INDEX login_network ON audit.login USING gist (client inet_ops);

-- On partitioned tables: made with them, made apart and attached, on one partition only, and one that is not yet complete.
CREATE INDEX event_kind ON shop.order_event (kind, order_id);
CREATE INDEX event_detail_old ON shop.order_event_old USING gin (detail);
CREATE INDEX event_detail ON ONLY shop.order_event USING gin (detail);
ALTER INDEX shop.event_detail ATTACH PARTITION shop.event_detail_old;
CREATE INDEX event_of_half ON shop.order_event_2024_h1 (happened_at) WHERE kind = 'kind 1';
CREATE UNIQUE INDEX review_once ON shop.review (product_id, customer_id);
ALTER TABLE shop.order_event_2024_h1 CLUSTER ON order_event_2024_h1_pkey;
ALTER TABLE shop.review ADD CONSTRAINT review_customer FOREIGN KEY (customer_id) REFERENCES shop.customer ON DELETE CASCADE;
ALTER TABLE analytics.visit ADD CONSTRAINT visit_positive CHECK (visits >= 0);

CREATE STATISTICS shop.product_statistics (dependencies, ndistinct) ON category_id, weight FROM shop.product;
CREATE STATISTICS shop.order_statistics ON customer_id, state, coupon FROM shop."order";
ALTER STATISTICS shop.order_statistics SET STATISTICS 300;
