-- since 14
CREATE TYPE shop.price_span AS RANGE (subtype = numeric, multirange_type_name = shop.price_spans);
CREATE TABLE shop.price_band (id integer PRIMARY KEY, band shop.price_spans NOT NULL, days datemultirange DEFAULT '{}');
INSERT INTO shop.price_band
SELECT i, shop.price_spans(shop.price_span(i, i + 5), shop.price_span(i + 10, NULL)),
    CASE WHEN i % 3 > 0 THEN datemultirange(daterange(date '2024-01-01' + i, date '2024-01-05' + i), 'empty') END
FROM generate_series(1, 50) i;
