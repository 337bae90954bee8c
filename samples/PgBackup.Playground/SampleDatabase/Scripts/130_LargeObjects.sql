SELECT lo_from_bytea(990001, ''), lo_from_bytea(990002, decode(repeat('00ff10', 100000), 'hex')), lo_from_bytea(990003, E'text\\012with lines'::bytea);
-- With a hole in the middle, which reads as zeros.
SELECT lo_create(990004), lo_put(990004, 0, 'begin'), lo_put(990004, 100000, 'end');
COMMENT ON LARGE OBJECT 990002 IS 'a large object';
