-- PgBackup: schema "pgbackup", version 1.
-- The library applies this script itself unless AutoMigrate is false. To apply it by hand, in one transaction:
--     psql --single-transaction -v ON_ERROR_STOP=1 -f 0001_History.sql
-- Applying it again changes nothing. Whoever applies it owns the schema; grant other roles what docs/history.md says.

-- One instance at a time: the number is 'pgbackup' in ASCII.
SELECT pg_catalog.pg_advisory_xact_lock(8099550625268462960);

-- Not CREATE SCHEMA IF NOT EXISTS, which asks for CREATE on the database even where the schema is there.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'pgbackup') THEN
        CREATE SCHEMA pgbackup;
        COMMENT ON SCHEMA pgbackup IS 'What PgBackup knows of this database''s backups. A log: losing it loses no backup.';
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS pgbackup.schema_version (
    version integer PRIMARY KEY,
    applied_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now()
);
COMMENT ON TABLE pgbackup.schema_version IS 'The migrations of this schema that have been applied.';

CREATE TABLE IF NOT EXISTS pgbackup.backup_history (
    id uuid PRIMARY KEY,
    operation text NOT NULL,
    backup_id text,
    outcome text NOT NULL CHECK (outcome IN ('running', 'succeeded', 'failed', 'cancelled')),
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    duration interval GENERATED ALWAYS AS (finished_at - started_at) STORED,
    database_role text NOT NULL,
    requested_by text,
    application_name text,
    host_name text,
    process_id integer,
    options text[] NOT NULL DEFAULT '{}',
    size_bytes bigint CHECK (size_bytes >= 0),
    row_count bigint CHECK (row_count >= 0),
    error_code text,
    error_message text,
    library_version text NOT NULL,
    CHECK ((outcome = 'running') = (finished_at IS NULL))
);
CREATE INDEX IF NOT EXISTS backup_history_started_at_idx ON pgbackup.backup_history (started_at DESC);
CREATE INDEX IF NOT EXISTS backup_history_backup_id_idx ON pgbackup.backup_history (backup_id);

COMMENT ON TABLE pgbackup.backup_history IS 'Every backup, restore, deletion and verification; one row each.';
COMMENT ON COLUMN pgbackup.backup_history.id IS 'Made by the library; sorts by time.';
COMMENT ON COLUMN pgbackup.backup_history.operation IS 'backup, restore, delete or verify; later versions may add more.';
COMMENT ON COLUMN pgbackup.backup_history.backup_id IS 'The backup; null for one that failed before it had an id.';
COMMENT ON COLUMN pgbackup.backup_history.outcome IS 'running, succeeded, failed or cancelled. A process that was killed leaves "running".';
COMMENT ON COLUMN pgbackup.backup_history.started_at IS 'By the clock of the application.';
COMMENT ON COLUMN pgbackup.backup_history.finished_at IS 'Null while it runs.';
COMMENT ON COLUMN pgbackup.backup_history.database_role IS 'The role that PgBackup connected as.';
COMMENT ON COLUMN pgbackup.backup_history.requested_by IS 'The user of the application who asked for it, if the application said so.';
COMMENT ON COLUMN pgbackup.backup_history.application_name IS 'As the connection names itself.';
COMMENT ON COLUMN pgbackup.backup_history.host_name IS 'The machine that the application ran on.';
COMMENT ON COLUMN pgbackup.backup_history.process_id IS 'The process of the application on that machine.';
COMMENT ON COLUMN pgbackup.backup_history.options IS 'What was asked for beyond the defaults, in words.';
COMMENT ON COLUMN pgbackup.backup_history.size_bytes IS 'Of a backup, the size of its artifact; of a verification, what was read.';
COMMENT ON COLUMN pgbackup.backup_history.row_count IS 'How many rows were backed up or restored.';
COMMENT ON COLUMN pgbackup.backup_history.error_code IS 'The stable code of the error, see docs/errors.md.';
COMMENT ON COLUMN pgbackup.backup_history.error_message IS 'What went wrong, without secrets and without row data.';
COMMENT ON COLUMN pgbackup.backup_history.library_version IS 'The version of PgBackup that wrote the row.';

INSERT INTO pgbackup.schema_version (version) VALUES (1) ON CONFLICT DO NOTHING;
