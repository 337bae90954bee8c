-- By range, with a default partition and one that was made apart and attached.
CREATE TABLE shop.order_event (
    order_id bigint NOT NULL,
    happened_at timestamptz NOT NULL,
    kind text NOT NULL DEFAULT 'note',
    detail jsonb,
    PRIMARY KEY (order_id, happened_at, kind),
    CONSTRAINT event_has_kind CHECK (kind <> '')) PARTITION BY RANGE (happened_at);
CREATE TABLE shop.order_event_2024_h1 PARTITION OF shop.order_event FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2024-07-01 00:00+00');
CREATE TABLE shop.order_event_2024_h2 PARTITION OF shop.order_event (kind DEFAULT 'second half', CONSTRAINT short CHECK (length(kind) < 50))
    FOR VALUES FROM ('2024-07-01 00:00+00') TO ('2025-01-01 00:00+00') WITH (fillfactor = 70);
CREATE TABLE shop.order_event_old (detail jsonb, gone integer, kind text NOT NULL DEFAULT 'note', order_id bigint NOT NULL,
    happened_at timestamptz NOT NULL, CONSTRAINT event_has_kind CHECK (kind <> ''));
ALTER TABLE shop.order_event_old DROP COLUMN gone;
ALTER TABLE shop.order_event ATTACH PARTITION shop.order_event_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01 00:00+00');
CREATE TABLE shop.order_event_rest PARTITION OF shop.order_event DEFAULT;

-- By list, then by hash of an expression's neighbour; a partition in another schema.
CREATE TABLE shop.payment (
    id bigint NOT NULL,
    method shop.payment_method NOT NULL,
    order_id bigint NOT NULL REFERENCES shop."order",
    amount numeric(12, 2) NOT NULL,
    paid_at timestamptz,
    PRIMARY KEY (id, method)) PARTITION BY LIST (method);
CREATE TABLE shop.payment_card PARTITION OF shop.payment FOR VALUES IN ('card') PARTITION BY HASH (id);
CREATE TABLE shop.payment_card_0 PARTITION OF shop.payment_card FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE shop.payment_card_1 PARTITION OF shop.payment_card FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE analytics.payment_bank PARTITION OF shop.payment FOR VALUES IN ('transfer', 'cash');
CREATE TABLE shop.payment_other PARTITION OF shop.payment DEFAULT;

CREATE TABLE shop.review (product_id integer NOT NULL, customer_id bigint NOT NULL, stars smallint CHECK (stars BETWEEN 1 AND 5), body text)
    PARTITION BY HASH (product_id, customer_id);
CREATE TABLE shop.review_0 PARTITION OF shop.review FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE shop.review_1 PARTITION OF shop.review FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE shop.review_2 PARTITION OF shop.review FOR VALUES WITH (MODULUS 3, REMAINDER 2);

CREATE TABLE analytics.visit (site text, day date NOT NULL, visits bigint) PARTITION BY RANGE (lower(site) COLLATE "C" text_pattern_ops, day);
CREATE TABLE analytics.visit_a_m PARTITION OF analytics.visit FOR VALUES FROM ('a', MINVALUE) TO ('n', MAXVALUE);
CREATE TABLE analytics.visit_n_z PARTITION OF analytics.visit FOR VALUES FROM ('n', MAXVALUE) TO (MAXVALUE, MAXVALUE);

-- No partition at all; and one that references a partitioned table.
CREATE TABLE analytics.forecast (day date, amount numeric) PARTITION BY RANGE (day);
CREATE TABLE shop.payment_dispute (
    id integer PRIMARY KEY, payment_id bigint, method shop.payment_method,
    CONSTRAINT dispute_payment FOREIGN KEY (payment_id, method) REFERENCES shop.payment ON DELETE CASCADE);
