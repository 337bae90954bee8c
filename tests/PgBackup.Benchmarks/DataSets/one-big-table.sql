CREATE TABLE event (
    id bigint PRIMARY KEY,
    account integer NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    amount numeric(14,4),
    payload jsonb NOT NULL,
    reference uuid NOT NULL
);
INSERT INTO event
SELECT i,
       (hashint8(i) & 262143),
       timestamptz '2022-01-01 00:00Z' + i * interval '11 seconds',
       (ARRAY['created','paid','packed','shipped','delivered','returned'])[1 + (hashint8(i + 1) & 2147483647) % 6],
       ((hashint8(i + 2) & 16777215) / 100.0)::numeric(14,4),
       jsonb_build_object('session', md5((i / 5)::text), 'agent', 'Mozilla/5.0 (X11; Linux x86_64) Version/' || (i % 40),
                          'path', '/shop/category/' || (hashint8(i + 3) & 255) || '/item/' || (hashint8(i + 4) & 65535)),
       md5(i::text)::uuid
FROM generate_series(1, (3650000 * {gb})::bigint) i;
CREATE INDEX ON event (account, at);
CREATE INDEX ON event (kind, amount);
