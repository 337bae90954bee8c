-- since 14
CREATE STATISTICS shop.customer_expressions (mcv) ON lower(name), (born - date '2000-01-01') FROM shop.customer;
CREATE STATISTICS shop.one_expression ON (upper(name)) FROM shop.customer;
