-- XML is a build option of the server.
DO $$
BEGIN
    PERFORM xmlparse(CONTENT '<a/>');
    CREATE TABLE analytics.zoo_xml (id integer PRIMARY KEY, document xml);
    INSERT INTO analytics.zoo_xml VALUES (1, '<a b="1">x &amp; y</a>'), (2, 'plain content'), (3, '<a/><b/>'), (4, NULL), (5, '');
EXCEPTION
    WHEN feature_not_supported THEN
        RAISE NOTICE 'no XML: %', sqlerrm;
END
$$;
