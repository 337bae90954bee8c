-- PgBackup: schema "pgbackup", version 2: schedules and their runs.
-- The library applies this script itself unless AutoMigrate is false. To apply it by hand, in one transaction, after 0001_History.sql:
--     psql --single-transaction -v ON_ERROR_STOP=1 -f 0002_Schedules.sql
-- Applying it again changes nothing. Whoever applies it owns the tables; grant other roles what docs/history.md says.

-- One instance at a time: the number is 'pgbackup' in ASCII.
SELECT pg_catalog.pg_advisory_xact_lock(8099550625268462960);

CREATE TABLE IF NOT EXISTS pgbackup.schedule (
    id text PRIMARY KEY,
    cron text NOT NULL,
    time_zone text NOT NULL,
    enabled boolean,
    definition text,
    planned_until timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now(),
    updated_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now()
);
COMMENT ON TABLE pgbackup.schedule IS 'Schedules that were added at run time, and what must be remembered of those that the application defines.';
COMMENT ON COLUMN pgbackup.schedule.cron IS 'The cron expression that due times were last planned by.';
COMMENT ON COLUMN pgbackup.schedule.time_zone IS 'The time zone of the cron expression.';
COMMENT ON COLUMN pgbackup.schedule.enabled IS 'What was decided at run time; null while the definition decides.';
COMMENT ON COLUMN pgbackup.schedule.definition IS 'JSON, in ASCII; null for a schedule that the application defines.';
COMMENT ON COLUMN pgbackup.schedule.planned_until IS 'Every due time up to this one has its row in schedule_run, or is counted there as missed.';

CREATE TABLE IF NOT EXISTS pgbackup.schedule_run (
    schedule_id text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'running', 'succeeded', 'failed', 'skipped', 'missed')),
    manual boolean NOT NULL DEFAULT false,
    missed_runs integer NOT NULL DEFAULT 0 CHECK (missed_runs >= 0),
    claim uuid,
    claims integer NOT NULL DEFAULT 0,
    lease_until timestamp with time zone,
    instance text,
    attempts integer NOT NULL DEFAULT 0,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    backup_id text,
    error_code text,
    error_message text,
    PRIMARY KEY (schedule_id, due_at),
    CHECK ((state = 'running') = (claim IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS schedule_run_open_idx ON pgbackup.schedule_run (schedule_id, due_at) WHERE state IN ('pending', 'running');

COMMENT ON TABLE pgbackup.schedule_run IS 'One row for each due time of a schedule: who runs it decides the row.';
COMMENT ON COLUMN pgbackup.schedule_run.due_at IS 'When the run was due; for a manual one, when it was asked for.';
COMMENT ON COLUMN pgbackup.schedule_run.state IS 'pending: nobody has it. running: the instance has it while its lease lasts. skipped: another run was going on.';
COMMENT ON COLUMN pgbackup.schedule_run.missed_runs IS 'How many earlier due times that nobody was there for this one stands for.';
COMMENT ON COLUMN pgbackup.schedule_run.claim IS 'Made by the instance that has it; only the claim may end the run.';
COMMENT ON COLUMN pgbackup.schedule_run.claims IS 'How many instances had it, one after the other.';
COMMENT ON COLUMN pgbackup.schedule_run.lease_until IS 'By the clock of the server; later, another instance takes over.';
COMMENT ON COLUMN pgbackup.schedule_run.instance IS 'The instance that has it, or had it last.';
COMMENT ON COLUMN pgbackup.schedule_run.attempts IS 'How often the backup was tried by the instance that ended the run.';

ALTER TABLE pgbackup.backup_history ADD COLUMN IF NOT EXISTS schedule_id text;
ALTER TABLE pgbackup.backup_history ADD COLUMN IF NOT EXISTS due_at timestamp with time zone;
ALTER TABLE pgbackup.backup_history ADD COLUMN IF NOT EXISTS instance text;
CREATE INDEX IF NOT EXISTS backup_history_schedule_id_idx ON pgbackup.backup_history (schedule_id, started_at DESC) WHERE schedule_id IS NOT NULL;

COMMENT ON COLUMN pgbackup.backup_history.schedule_id IS 'The schedule that the operation belongs to; null for one that was asked for otherwise.';
COMMENT ON COLUMN pgbackup.backup_history.due_at IS 'When that schedule was due.';
COMMENT ON COLUMN pgbackup.backup_history.instance IS 'The instance of the application, as it names itself for schedules.';

INSERT INTO pgbackup.schema_version (version) VALUES (2) ON CONFLICT DO NOTHING;
