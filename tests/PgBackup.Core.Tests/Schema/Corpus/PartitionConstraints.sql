-- Constraints and indexes of partitioned tables and their partitions.
CREATE EXTENSION btree_gist;
CREATE TABLE single (id int PRIMARY KEY, k int UNIQUE);

CREATE TABLE part (id int NOT NULL, k text NOT NULL, v int, CONSTRAINT positive CHECK (v > 0), PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE part_a PARTITION OF part FOR VALUES IN ('a');
CREATE TABLE part_b (v int, id int NOT NULL, k text NOT NULL,
    CONSTRAINT positive CHECK (v > 0), CONSTRAINT own_b CHECK (id > 10), CONSTRAINT "b ""key" PRIMARY KEY (id, k));
ALTER TABLE part ATTACH PARTITION part_b FOR VALUES IN ('b');
CREATE TABLE part_c PARTITION OF part FOR VALUES IN ('c', 'd') PARTITION BY RANGE (id);
CREATE TABLE part_c1 PARTITION OF part_c FOR VALUES FROM (0) TO (100);
CREATE TABLE part_c2 PARTITION OF part_c FOR VALUES FROM (100) TO (200);
ALTER TABLE part_c1 ADD CONSTRAINT own_not_valid CHECK (v > 1) NOT VALID;
ALTER TABLE part ADD CONSTRAINT not_valid CHECK (v < 1000) NOT VALID;
CREATE TABLE part_late (id int NOT NULL, k text NOT NULL, v int, CONSTRAINT positive CHECK (v > 0), CONSTRAINT not_valid CHECK (v < 1000));
ALTER TABLE part ATTACH PARTITION part_late FOR VALUES IN ('l');
COMMENT ON CONSTRAINT "b ""key" ON part_b IS 'key of a partition';

-- Indexes: complete, on the partitioned table alone, not yet attached, partly attached.
CREATE INDEX part_v ON part (v);
CREATE INDEX part_only ON ONLY part (v, id);
CREATE INDEX ON part_a (v, id);
CREATE UNIQUE INDEX part_unique ON part (k, id, (id + 1)) WITH (fillfactor = 50);
ALTER INDEX part_a_k_id_expr_idx SET (fillfactor = 61);
ALTER INDEX part_a_k_id_expr_idx ALTER COLUMN 3 SET STATISTICS 500;
ALTER INDEX part_a_k_id_expr_idx RENAME TO "re ""named";
ALTER TABLE part_a CLUSTER ON "re ""named";
CREATE UNIQUE INDEX part_replica ON part (k, id);
ALTER TABLE part REPLICA IDENTITY USING INDEX part_replica;
ALTER TABLE part_b REPLICA IDENTITY USING INDEX "b ""key";
CREATE INDEX part_some ON part (id) WHERE v > 0;
CREATE INDEX half_attached ON ONLY part (v, k);
CREATE INDEX half_a ON part_a (v, k);
ALTER INDEX half_attached ATTACH PARTITION half_a;
COMMENT ON INDEX part_v IS 'partitioned index';
COMMENT ON INDEX half_a IS 'attached index';

-- A constraint with few of its partitions' ones, and one that is a part of a plain index.
ALTER TABLE ONLY part ADD CONSTRAINT few_unique UNIQUE (k, v) DEFERRABLE;
ALTER TABLE part_a ADD CONSTRAINT "a unique" UNIQUE (k, v) DEFERRABLE;
ALTER INDEX few_unique ATTACH PARTITION "a unique";
CREATE UNIQUE INDEX plain_unique ON ONLY part (k, id, v);
ALTER TABLE part_a ADD CONSTRAINT a_constraint UNIQUE (k, id, v);
ALTER INDEX plain_unique ATTACH PARTITION a_constraint;

-- Foreign keys to and of partitioned tables.
CREATE TABLE to_part (id int, k text, FOREIGN KEY (id, k) REFERENCES part);
CREATE TABLE to_partition (id int, k text, FOREIGN KEY (id, k) REFERENCES part_a (id, k) ON UPDATE CASCADE);
CREATE TABLE part_fk (id int, k text, FOREIGN KEY (id, k) REFERENCES part DEFERRABLE) PARTITION BY LIST (k);
CREATE TABLE part_fk_a PARTITION OF part_fk FOR VALUES IN ('a');
ALTER TABLE part_fk_a ADD CONSTRAINT extra FOREIGN KEY (id) REFERENCES single;
CREATE TABLE part_fk_b (k text, id int);
ALTER TABLE part_fk ATTACH PARTITION part_fk_b DEFAULT;
CREATE TABLE self_part (a int PRIMARY KEY, up int REFERENCES self_part) PARTITION BY RANGE (a);
CREATE TABLE self_part_1 PARTITION OF self_part FOR VALUES FROM (0) TO (10);
CREATE TABLE self_part_2 PARTITION OF self_part DEFAULT;

-- Partitions that came with foreign keys of their own names, on several levels.
CREATE TABLE fk_root (a int, CONSTRAINT root_name FOREIGN KEY (a) REFERENCES single) PARTITION BY LIST (a);
CREATE TABLE fk_1 (a int, CONSTRAINT "own ""name" FOREIGN KEY (a) REFERENCES single);
ALTER TABLE fk_root ATTACH PARTITION fk_1 FOR VALUES IN (1);
CREATE TABLE fk_2 (a int) PARTITION BY LIST (a);
CREATE TABLE fk_2a (a int, CONSTRAINT deep FOREIGN KEY (a) REFERENCES single);
ALTER TABLE fk_2 ATTACH PARTITION fk_2a DEFAULT;
ALTER TABLE fk_root ATTACH PARTITION fk_2 FOR VALUES IN (2);
CREATE TABLE fk_3 (a int, CONSTRAINT mid_name FOREIGN KEY (a) REFERENCES single) PARTITION BY LIST (a);
CREATE TABLE fk_3a PARTITION OF fk_3 DEFAULT;
ALTER TABLE fk_root ATTACH PARTITION fk_3 DEFAULT;
COMMENT ON CONSTRAINT "own ""name" ON fk_1 IS 'own';

-- A partition that has a foreign key of the name that the partitioned table's gets.
CREATE TABLE fk_clash (a int, b int) PARTITION BY LIST (a);
CREATE TABLE fk_clash_1 PARTITION OF fk_clash DEFAULT;
ALTER TABLE fk_clash_1 ADD CONSTRAINT same FOREIGN KEY (b) REFERENCES single (k);
ALTER TABLE fk_clash ADD CONSTRAINT same FOREIGN KEY (a) REFERENCES single;

\if :since17
-- Such indexes cannot be attached.
CREATE TABLE booking (a int, r int4range, EXCLUDE USING gist (a WITH =, r WITH &&)) PARTITION BY LIST (a);
CREATE TABLE booking_1 PARTITION OF booking FOR VALUES IN (1);
CREATE TABLE booking_2 PARTITION OF booking FOR VALUES IN (2, 3) PARTITION BY LIST (a);
CREATE TABLE booking_2a PARTITION OF booking_2 FOR VALUES IN (2);
ALTER TABLE booking_2a RENAME CONSTRAINT booking_2a_a_r_excl TO "other %s ""name";
ALTER TABLE booking_2 RENAME CONSTRAINT booking_2_a_r_excl TO mid_name;
COMMENT ON CONSTRAINT "other %s ""name" ON booking_2a IS 'exclusion constraint of a partition';
COMMENT ON INDEX "other %s ""name" IS 'its index';
CREATE TABLE booking_only (a int, r int4range) PARTITION BY LIST (a);
ALTER TABLE ONLY booking_only ADD CONSTRAINT booked EXCLUDE USING gist (a WITH =);
\endif
\if :since18
CREATE TABLE temporal (id int, v int4range, CONSTRAINT temporal_key PRIMARY KEY (id, v WITHOUT OVERLAPS) WITH (fillfactor = 66))
    PARTITION BY LIST (id);
CREATE TABLE temporal_1 PARTITION OF temporal FOR VALUES IN (1);
CREATE TABLE temporal_2 PARTITION OF temporal DEFAULT;
ALTER TABLE temporal_2 RENAME CONSTRAINT temporal_2_pkey TO zzz;
CREATE TABLE temporal_fk (id int, v int4range, FOREIGN KEY (id, PERIOD v) REFERENCES temporal_2 (id, PERIOD v),
    CONSTRAINT to_whole FOREIGN KEY (id, PERIOD v) REFERENCES temporal (id, PERIOD v)) PARTITION BY LIST (id);
CREATE TABLE temporal_fk_1 PARTITION OF temporal_fk DEFAULT;

CREATE TABLE lenient (a int, b int, CONSTRAINT not_enforced CHECK (a > 0) NOT ENFORCED,
    CONSTRAINT fk_not_enforced FOREIGN KEY (b) REFERENCES single NOT ENFORCED) PARTITION BY LIST (a);
CREATE TABLE lenient_1 PARTITION OF lenient FOR VALUES IN (1);
CREATE TABLE not_valid (a int) PARTITION BY LIST (a);
ALTER TABLE not_valid ADD CONSTRAINT fk_not_valid FOREIGN KEY (a) REFERENCES single NOT VALID;
CREATE TABLE not_valid_1 PARTITION OF not_valid FOR VALUES IN (1);
CREATE TABLE not_valid_2 (a int, CONSTRAINT own_valid FOREIGN KEY (a) REFERENCES single);
ALTER TABLE not_valid ATTACH PARTITION not_valid_2 FOR VALUES IN (2);
CREATE TABLE not_valid_3 (a int, CONSTRAINT fk_not_valid FOREIGN KEY (a) REFERENCES single);
ALTER TABLE not_valid ATTACH PARTITION not_valid_3 FOR VALUES IN (3);
\endif
