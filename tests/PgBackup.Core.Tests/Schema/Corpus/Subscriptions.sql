-- Subscriptions, with each parameter.
CREATE SUBSCRIPTION "sub ""1" CONNECTION 'host=localhost dbname=''x\''y'' password=secret'
    PUBLICATION "p ""q", p2 WITH (connect = false);
CREATE SUBSCRIPTION without_slot CONNECTION 'dbname=x' PUBLICATION p
    WITH (connect = false, slot_name = NONE, synchronous_commit = 'remote_write');
CREATE SUBSCRIPTION other_slot CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = 'its_slot', synchronous_commit = on);
COMMENT ON SUBSCRIPTION other_slot IS 'subscription';
\if :since14
CREATE SUBSCRIPTION streaming CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, binary = true, streaming = on);
CREATE SUBSCRIPTION not_streaming CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, streaming = off);
\endif
\if :since15
CREATE SUBSCRIPTION two_phases CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, two_phase = true, disable_on_error = true);
\endif
\if :since16
CREATE SUBSCRIPTION parallel CONNECTION 'dbname=x password=y' PUBLICATION p
    WITH (connect = false, streaming = parallel, origin = none, run_as_owner = true, password_required = false);
\endif
\if :since17
CREATE SUBSCRIPTION failing_over CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, failover = true);
\endif
