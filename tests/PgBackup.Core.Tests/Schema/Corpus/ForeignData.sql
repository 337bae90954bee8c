-- Foreign-data wrappers, servers and user mappings.
CREATE EXTENSION postgres_fdw;
CREATE FOREIGN DATA WRAPPER plain;
CREATE FOREIGN DATA WRAPPER "Odd Wrapper" VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER handled HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator;
CREATE FOREIGN DATA WRAPPER with_options OPTIONS (a 'b', "C d" E'it''s \\ x=y', empty '');
COMMENT ON FOREIGN DATA WRAPPER plain IS 'a wrapper';
GRANT USAGE ON FOREIGN DATA WRAPPER plain TO corpus_reader;

CREATE SERVER plain FOREIGN DATA WRAPPER plain;
CREATE SERVER "Odd Server" TYPE 'it''s' VERSION '1.0' FOREIGN DATA WRAPPER "Odd Wrapper" OPTIONS (host 'h', dbname 'd');
CREATE SERVER real FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', extensions 'hstore');
COMMENT ON SERVER plain IS 'a server';
ALTER SERVER plain OWNER TO corpus_reader;
GRANT USAGE ON FOREIGN SERVER plain TO "corpus owner" WITH GRANT OPTION;

CREATE USER MAPPING FOR PUBLIC SERVER plain;
CREATE USER MAPPING FOR "corpus owner" SERVER plain OPTIONS ("user" 'u', password 'it''s');
CREATE USER MAPPING FOR CURRENT_USER SERVER "Odd Server" OPTIONS ("user" 'x');
CREATE FOREIGN TABLE remote (a int OPTIONS (column_name 'b')) SERVER real OPTIONS (table_name 'x');
