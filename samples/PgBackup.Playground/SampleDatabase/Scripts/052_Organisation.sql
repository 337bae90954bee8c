-- Departments have a head, employees have a department: a cycle of foreign keys.
CREATE TABLE hr.department (
    id integer PRIMARY KEY,
    name text NOT NULL,
    head_id integer,
    budget numeric(14, 2) DEFAULT 1e6);
CREATE TABLE hr.employee (
    id integer PRIMARY KEY,
    name text NOT NULL,
    department_id integer NOT NULL,
    boss_id integer,
    hired date NOT NULL DEFAULT '2020-02-29',
    works hr.weekday[] DEFAULT '{mon,tue,wed,thu,fri}',
    badge bit(16),
    CONSTRAINT employee_department FOREIGN KEY (department_id) REFERENCES hr.department DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT employee_boss FOREIGN KEY (boss_id) REFERENCES hr.employee ON DELETE SET NULL,
    CONSTRAINT not_own_boss CHECK (boss_id <> id) NO INHERIT);
ALTER TABLE hr.department ADD CONSTRAINT department_head FOREIGN KEY (head_id) REFERENCES hr.employee DEFERRABLE;
CREATE TABLE hr.salary (employee_id integer REFERENCES hr.employee ON DELETE CASCADE, since date, amount money, PRIMARY KEY (employee_id, since));
CREATE TABLE hr.timesheet (employee_id integer REFERENCES hr.employee, day date, hours interval HOUR TO MINUTE, PRIMARY KEY (employee_id, day));
CREATE TABLE hr.skill OF hr.skill_row (PRIMARY KEY (id), name WITH OPTIONS NOT NULL DEFAULT 'typing', CHECK (level >= 0));

CREATE TABLE hr.contact (phone text, fax text DEFAULT 'none', note text);
CREATE TABLE hr.person (id integer NOT NULL, name text NOT NULL DEFAULT 'nobody', note text, CONSTRAINT person_named CHECK (name <> ''));
CREATE TABLE hr.contractor (rate numeric, company text) INHERITS (hr.person, hr.contact);
CREATE TABLE hr.trainee (id integer, name text DEFAULT 'a trainee', until date, CHECK (until > '2000-01-01')) INHERITS (hr.person);
CREATE TABLE hr.intern () INHERITS (hr.trainee);
CREATE TABLE hr.late_child (id integer NOT NULL, name text NOT NULL DEFAULT 'nobody', note text, extra inet, CONSTRAINT person_named CHECK (name <> ''));
ALTER TABLE hr.late_child INHERIT hr.person;

CREATE TABLE warehouse.site (id smallint PRIMARY KEY, name text, location point, area polygon, round circle, network cidr);
CREATE TABLE warehouse.bin (site_id smallint REFERENCES warehouse.site, code text, capacity real, PRIMARY KEY (site_id, code));
CREATE TABLE warehouse.stock (
    site_id smallint, bin text, product_id integer REFERENCES shop.product, amount integer NOT NULL DEFAULT 0,
    counted_at timestamptz,
    PRIMARY KEY (site_id, bin, product_id),
    FOREIGN KEY (site_id, bin) REFERENCES warehouse.bin ON UPDATE CASCADE)
    WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_enabled = true, parallel_workers = 2);
CREATE TABLE warehouse.movement (
    id bigint NOT NULL, product_id integer NOT NULL, amount integer NOT NULL, moved_at timestamp NOT NULL, reason text);
CREATE TABLE warehouse.supplier (id integer PRIMARY KEY, name text UNIQUE, contact xid, machine macaddr, wide macaddr8, address inet);
CREATE TABLE warehouse.purchase (id integer PRIMARY KEY, supplier_id integer REFERENCES warehouse.supplier, ordered date, terms text);
CREATE TABLE warehouse.purchase_line (
    purchase_id integer REFERENCES warehouse.purchase, product_id integer REFERENCES shop.product, amount double precision,
    PRIMARY KEY (purchase_id, product_id));

CREATE TABLE audit.change_log (
    id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME audit."change log number" START WITH -9223372036854775808
        MINVALUE -9223372036854775808 INCREMENT BY 3) PRIMARY KEY,
    relation text, operation text, arguments text[], changed_at timestamptz DEFAULT now(), changed_by name DEFAULT SESSION_USER);
CREATE TABLE audit.login (at timestamptz, client inet, agent text, ok boolean);
CREATE TABLE audit.no_columns ();
CREATE TABLE audit.only_dropped_column (gone integer);
ALTER TABLE audit.only_dropped_column DROP COLUMN gone;
CREATE TABLE analytics.calendar (day date PRIMARY KEY, week smallint, iso text, holiday boolean);
CREATE TABLE analytics.import (line text, a text, b text, c text);
CREATE TABLE analytics.import_log () INHERITS (analytics.import);
