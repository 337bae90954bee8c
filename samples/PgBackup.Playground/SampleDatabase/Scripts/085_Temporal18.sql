-- since 18
-- extension btree_gist
CREATE TABLE shop.lease (
    id integer, during daterange, tenant text,
    CONSTRAINT lease_key PRIMARY KEY (id, during WITHOUT OVERLAPS),
    CONSTRAINT lease_tenant UNIQUE (tenant, during WITHOUT OVERLAPS));
CREATE TABLE shop.lease_payment (
    lease_id integer, during daterange,
    CONSTRAINT payment_lease FOREIGN KEY (lease_id, PERIOD during) REFERENCES shop.lease (id, PERIOD during));
INSERT INTO shop.lease VALUES (1, '[2024-01-01,2024-06-01)', 'a'), (1, '[2024-06-01,2025-01-01)', 'b');
INSERT INTO shop.lease_payment VALUES (1, '[2024-03-01,2024-09-01)');
