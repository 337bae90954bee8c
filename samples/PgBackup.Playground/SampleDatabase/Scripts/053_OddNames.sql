CREATE TABLE "Odd ""Names"""."select" ("from" integer PRIMARY KEY, "where" text DEFAULT 'a''b\c', "a.b" integer, "CamelCase" text);
CREATE TABLE "Odd ""Names"""."new
line; DROP TABLE x; --" ("column
with newline" text, "tab	column" integer, "back\slash" integer, "per%cent" integer, " lead and trail " integer);
CREATE TABLE "Odd ""Names"""."Ünïcödé 表 😀" ("größe" numeric DEFAULT 1.5, "名前" text, "quote""d" text, "apos'trophe" text);
CREATE TABLE "Odd ""Names"""."a name that is exactly sixty-three bytes long, as long as can be" (id integer);
CREATE TABLE "Odd ""Names"""."$dollar$" ("$1" integer CONSTRAINT "check me; /* not a comment" CHECK ("$1" > 0), ":colon" integer,
    "{brace}" text, "\N" text, "\." text);
CREATE INDEX "index ""quoted"" on odd" ON "Odd ""Names"""."Ünïcödé 表 😀" (lower("名前"), "quote""d");
CREATE SEQUENCE "Odd ""Names"""."Seq""uence";
CREATE TYPE "Odd ""Names"""."E""num" AS ENUM ('', ' ', 'it''s', 'back\slash', '表', 'new
line');
CREATE FUNCTION "Odd ""Names"""."fn""quoted"("arg""quoted" integer DEFAULT 5) RETURNS text LANGUAGE sql AS
$$SELECT 'it''s; $1 -- no comment
' || E'\\N' || $1$$;
CREATE VIEW "Odd ""Names"""."view; with -- everything
in it" AS SELECT "from" AS "to", "where" || E'\n' AS "line
break" FROM "Odd ""Names"""."select";
INSERT INTO "Odd ""Names"""."select" SELECT i, 'row ' || i, i * 2, NULL FROM generate_series(1, 20) i;
INSERT INTO "Odd ""Names"""."new
line; DROP TABLE x; --" VALUES (E'a\nb', 1, 2, 3, 4), (NULL, NULL, NULL, NULL, NULL);
INSERT INTO "Odd ""Names"""."Ünïcödé 表 😀" VALUES (1, '日本', 'x"y', 'it''s'), (DEFAULT, '', NULL, E'\\');
INSERT INTO "Odd ""Names"""."$dollar$" VALUES (1, 2, '{"a": 1}', E'\\N', E'\\.');
