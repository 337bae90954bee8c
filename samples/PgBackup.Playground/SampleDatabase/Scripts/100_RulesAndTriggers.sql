CREATE RULE insert_german AS ON INSERT TO shop.subscribed_german DO INSTEAD
    INSERT INTO shop.customer (email, name, country) VALUES (NEW.email, NEW.name, 'DE');
CREATE RULE protect AS ON DELETE TO shop.currency WHERE OLD.code = 'EUR' DO INSTEAD NOTHING;
CREATE RULE also_log AS ON UPDATE TO shop.coupon DO ALSO (
    INSERT INTO audit.login (agent) VALUES ('coupon; ' || NEW.code); NOTIFY coupons);
CREATE RULE silent AS ON INSERT TO shop.tag DO ALSO NOTHING;
ALTER TABLE shop.tag DISABLE RULE silent;
COMMENT ON RULE protect ON shop.currency IS 'never without it';

-- Triggers come after the data: they would change it.
CREATE TRIGGER touch BEFORE UPDATE OF name, price ON shop.product FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION audit.touch();
CREATE TRIGGER log AFTER INSERT OR DELETE OR TRUNCATE ON shop.product FOR EACH STATEMENT EXECUTE FUNCTION audit.log_change('a', 'it''s', E'back\\slash', '');
CREATE TRIGGER log_rows AFTER UPDATE ON shop.customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit.log_change();
CREATE CONSTRAINT TRIGGER late_check AFTER INSERT OR UPDATE ON shop.order_line FROM shop."order" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit.log_change();
CREATE TRIGGER "on view" INSTEAD OF UPDATE ON shop.order_total FOR EACH ROW EXECUTE FUNCTION audit.do_nothing();
CREATE TRIGGER of_parent AFTER INSERT ON shop.order_event FOR EACH ROW EXECUTE FUNCTION audit.log_change('partitioned');
CREATE TRIGGER of_partition BEFORE DELETE ON shop.order_event_2024_h2 FOR EACH ROW EXECUTE FUNCTION audit.do_nothing();
CREATE TRIGGER for_replica BEFORE INSERT ON shop.tag FOR EACH ROW EXECUTE FUNCTION audit.do_nothing();
CREATE TRIGGER always BEFORE INSERT ON shop.tag FOR EACH ROW EXECUTE FUNCTION audit.do_nothing();
CREATE TRIGGER disabled BEFORE INSERT ON shop.tag FOR EACH ROW EXECUTE FUNCTION audit.do_nothing();
ALTER TABLE shop.tag ENABLE REPLICA TRIGGER for_replica, ENABLE ALWAYS TRIGGER always, DISABLE TRIGGER disabled;
ALTER TABLE shop.order_event_2024_h1 DISABLE TRIGGER of_parent;
