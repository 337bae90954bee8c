-- ICU is a build option of the server.
DO $$
BEGIN
    CREATE COLLATION shop.german_phonebook (provider = icu, locale = 'de-u-co-phonebk');
    CREATE COLLATION shop.ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
EXCEPTION
    WHEN feature_not_supported OR invalid_parameter_value OR undefined_object THEN
        RAISE NOTICE 'no ICU collations: %', sqlerrm;
END
$$;
CREATE COLLATION shop.plain FROM "C";
CREATE CONVERSION shop.from_latin1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
