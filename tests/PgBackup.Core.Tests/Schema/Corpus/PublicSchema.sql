-- A schema public that took the place of the one that a new database has, and that one under another name.
COMMENT ON SCHEMA public IS NULL;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public RENAME TO "was public";
CREATE SCHEMA public AUTHORIZATION corpus_reader;
COMMENT ON SCHEMA public IS 'not the standard one';
CREATE TABLE public.t (a int);
