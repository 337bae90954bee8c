-- PgBackup: schema "pgbackup", version 3: the history is pruned.
-- The library applies this script itself unless AutoMigrate is false. To apply it by hand, in one transaction, after 0002_Schedules.sql:
--     psql --single-transaction -v ON_ERROR_STOP=1 -f 0003_HistoryRetention.sql
-- Applying it again changes nothing. Whoever applies it owns the tables; grant other roles what docs/history.md says.

-- One instance at a time: the number is 'pgbackup' in ASCII.
SELECT pg_catalog.pg_advisory_xact_lock(8099550625268462960);

ALTER TABLE pgbackup.schedule ADD COLUMN IF NOT EXISTS pruned_successes bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN pgbackup.schedule.pruned_successes IS 'How many rows of successful runs were removed from schedule_run.';

CREATE INDEX IF NOT EXISTS schedule_run_due_at_idx ON pgbackup.schedule_run (due_at DESC);

INSERT INTO pgbackup.schema_version (version) VALUES (3) ON CONFLICT DO NOTHING;
