-- superuser
-- since 15
CREATE PUBLICATION demo_filtered FOR TABLE shop.tag (id, name) WHERE (id > 5 AND name <> 'it''s'), ONLY hr.person WHERE (id > 0);
CREATE PUBLICATION demo_schemas FOR TABLES IN SCHEMA hr, TABLE shop.coupon;
