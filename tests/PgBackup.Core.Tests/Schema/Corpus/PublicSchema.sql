-- A schema public that took the place of the one that a new database has.
DROP SCHEMA public;
CREATE SCHEMA public AUTHORIZATION corpus_reader;
GRANT USAGE ON SCHEMA public TO "corpus owner" WITH GRANT OPTION;
CREATE TABLE public.t (a int);
