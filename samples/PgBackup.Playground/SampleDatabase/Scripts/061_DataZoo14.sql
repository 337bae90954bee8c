-- since 14
CREATE TABLE analytics.zoo_14 (
    id integer PRIMARY KEY, a_numeric numeric, an_int4multirange int4multirange, a_nummultirange nummultirange, a_snapshot pg_snapshot,
    packed text COMPRESSION pglz);
INSERT INTO analytics.zoo_14 VALUES
    (1, 'Infinity', '{}', '{(,)}', '1:1:', repeat('x', 10000)), (2, '-Infinity', '{[1,3),[5,7)}', '{[1.5,2.5],(3,)}', '10:20:10,14', ''),
    (3, NULL, NULL, NULL, NULL, NULL);
