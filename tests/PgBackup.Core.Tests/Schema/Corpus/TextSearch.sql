-- Text search: parsers, templates, dictionaries, configurations.
CREATE TEXT SEARCH PARSER parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER "Odd ""Schema"."Odd Parser" (
    START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
COMMENT ON TEXT SEARCH PARSER parser IS 'a parser';

CREATE TEXT SEARCH TEMPLATE template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE "Odd ""Schema"."Odd Template" (LEXIZE = dsimple_lexize);
COMMENT ON TEXT SEARCH TEMPLATE template IS 'a template';

CREATE TEXT SEARCH DICTIONARY dictionary (TEMPLATE = template, StopWords = 'english', accept = false);
CREATE TEXT SEARCH DICTIONARY "Odd ""Schema"."Odd Dictionary" (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, language = 'german');
COMMENT ON TEXT SEARCH DICTIONARY stems IS 'a dictionary';
ALTER TEXT SEARCH DICTIONARY stems OWNER TO "corpus owner";

CREATE TEXT SEARCH CONFIGURATION configuration (PARSER = parser);
ALTER TEXT SEARCH CONFIGURATION configuration ADD MAPPING FOR asciiword, email, "int"
    WITH dictionary, "Odd ""Schema"."Odd Dictionary", simple;
ALTER TEXT SEARCH CONFIGURATION configuration ADD MAPPING FOR word WITH simple, stems;
ALTER TEXT SEARCH CONFIGURATION configuration OWNER TO "corpus owner";
COMMENT ON TEXT SEARCH CONFIGURATION configuration IS 'a configuration';
CREATE TEXT SEARCH CONFIGURATION "Odd ""Schema"."Odd Configuration" (PARSER = "Odd ""Schema"."Odd Parser");
CREATE TEXT SEARCH CONFIGURATION copied (COPY = english);
CREATE TABLE documents (text text);
CREATE INDEX found ON documents USING gin (to_tsvector('public.configuration', text));
