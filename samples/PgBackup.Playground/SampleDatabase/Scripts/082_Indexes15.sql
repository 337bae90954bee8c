-- since 15
CREATE TABLE shop.loyalty_level (scheme integer, level smallint, name text, PRIMARY KEY (scheme, level));
CREATE TABLE shop.loyalty (
    card text PRIMARY KEY,
    customer_id bigint REFERENCES shop.customer,
    scheme integer,
    level smallint DEFAULT 1,
    CONSTRAINT one_card_each UNIQUE NULLS NOT DISTINCT (customer_id, scheme),
    FOREIGN KEY (scheme, level) REFERENCES shop.loyalty_level ON DELETE SET NULL (level));
CREATE UNIQUE INDEX loyalty_level_name ON shop.loyalty_level (name) NULLS NOT DISTINCT;
INSERT INTO shop.loyalty_level VALUES (1, 1, 'bronze'), (1, 2, 'silver'), (2, 1, NULL);
INSERT INTO shop.loyalty SELECT 'card ' || i, i, 1, 1 + i % 2 FROM generate_series(1, @rows(500)) i;
INSERT INTO shop.loyalty VALUES ('lost', NULL, NULL, NULL);
