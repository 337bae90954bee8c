-- since 18
CREATE TABLE shop.gift (
    id integer CONSTRAINT gift_needs_id NOT NULL,
    price numeric CONSTRAINT price_known NOT NULL NO INHERIT,
    with_tax numeric GENERATED ALWAYS AS (price * 1.19) VIRTUAL,
    from_customer bigint,
    wish text,
    CONSTRAINT gift_key PRIMARY KEY (id),
    CONSTRAINT gift_customer FOREIGN KEY (from_customer) REFERENCES shop.customer NOT ENFORCED,
    CONSTRAINT gift_cheap CHECK (price < 100) NOT ENFORCED);
INSERT INTO shop.gift (id, price, from_customer) SELECT i, i * 10, i FROM generate_series(1, 30) i;
ALTER TABLE shop.gift ADD CONSTRAINT gift_wish NOT NULL wish NOT VALID;
