-- superuser
-- roles
-- extension pgcrypto
REVOKE EXECUTE ON FUNCTION extensions.gen_salt(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION extensions.gen_salt(text) TO pgbackup_demo_app;
