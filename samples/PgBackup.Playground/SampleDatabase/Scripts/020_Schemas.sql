CREATE SCHEMA shop;
CREATE SCHEMA hr;
CREATE SCHEMA warehouse;
CREATE SCHEMA audit;
CREATE SCHEMA analytics;
CREATE SCHEMA extensions;
CREATE SCHEMA empty_schema;
CREATE SCHEMA "Odd ""Names""";

-- Extensions in a schema of their own, those that the server offers and lets us create.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['pgcrypto', 'citext', 'hstore', 'pg_trgm', 'btree_gist', 'uuid-ossp', 'unaccent', 'intarray'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = wanted);
        BEGIN
            EXECUTE format('CREATE EXTENSION %I SCHEMA extensions', wanted);
        EXCEPTION
            WHEN insufficient_privilege OR duplicate_object OR undefined_file OR io_error THEN
                RAISE NOTICE 'extension % was not created: %', wanted, sqlerrm;
        END;
    END LOOP;
END
$$;
