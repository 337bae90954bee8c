-- roles
ALTER TABLE shop.customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.customer_note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE shop.coupon FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON shop.customer AS PERMISSIVE FOR ALL TO pgbackup_demo_app
    USING (tenant = current_setting('demo.tenant', true)) WITH CHECK (tenant = current_setting('demo.tenant', true) AND email IS NOT NULL);
CREATE POLICY "grown ups" ON shop.customer AS RESTRICTIVE FOR SELECT TO pgbackup_demo_app, pgbackup_demo_report USING (born < DATE '2006-01-01');
CREATE POLICY everyone_inserts ON shop.customer FOR INSERT TO PUBLIC WITH CHECK (true);
CREATE POLICY notes_of_visible ON shop.customer_note FOR DELETE USING (EXISTS (SELECT FROM shop.customer c WHERE c.id = customer_id));
CREATE POLICY unused ON shop.tag FOR UPDATE TO "pgbackup_demo_Étage ""2""" USING (id > 5);
COMMENT ON POLICY tenant_only ON shop.customer IS 'policy';
