-- Roles belong to the whole server: they may be there, another session may be making them, or we may not be allowed to.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['pgbackup_demo_owner', 'pgbackup_demo_app', 'pgbackup_demo_report', 'pgbackup_demo_Étage "2"'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
            IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
                EXECUTE format('GRANT %I TO %I', wanted, current_user);
            END IF;
        EXCEPTION
            WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
                RAISE NOTICE 'role % was not made: %', wanted, sqlerrm;
        END;
    END LOOP;
END
$$;
