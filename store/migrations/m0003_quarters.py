"""Quarters: decisions, other dates, deviations, values of indicators, reports, locks and snapshots."""

SQL = """
CREATE TABLE decision (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    on_date VARCHAR NOT NULL,
    body VARCHAR,
    paragraph VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    UNIQUE (project_id, id),
    UNIQUE (project_id, on_date, paragraph),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT paragraph_given CHECK (paragraph <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_decision_made_by ON decision (made_by);
CREATE TABLE replan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    step_id INTEGER,
    effective INTEGER NOT NULL,
    from_quarter INTEGER NOT NULL,
    to_quarter INTEGER NOT NULL,
    decision_id INTEGER,
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    FOREIGN KEY(item_id, step_id) REFERENCES step (item_id, id),
    FOREIGN KEY(project_id, decision_id) REFERENCES decision (project_id, id),
    CONSTRAINT effective_is_quarter CHECK (effective BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_is_quarter CHECK (from_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT to_quarter_is_quarter CHECK (to_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_to_to_quarter CHECK (from_quarter <= to_quarter),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_replan_made_by ON replan (made_by);
CREATE UNIQUE INDEX replan_once ON replan (item_id, ifnull(step_id, 0), effective);
CREATE TABLE deviation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    remedy VARCHAR,
    responsible VARCHAR,
    new_quarter INTEGER,
    decision_id INTEGER,
    UNIQUE (item_id),
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    FOREIGN KEY(project_id, decision_id) REFERENCES decision (project_id, id),
    CONSTRAINT reason_given CHECK (reason <> ''),
    CONSTRAINT new_quarter_is_quarter CHECK (new_quarter BETWEEN 7600 AND 8803),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_deviation_made_by ON deviation (made_by);
CREATE TABLE indicator_value (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    indicator_id INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    value FLOAT,
    level VARCHAR,
    note VARCHAR,
    on_date VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    UNIQUE (indicator_id, quarter),
    FOREIGN KEY(project_id, indicator_id) REFERENCES indicator (project_id, id),
    CONSTRAINT something_said CHECK (value IS NOT NULL OR level IS NOT NULL),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_indicator_value_made_by ON indicator_value (made_by);
CREATE TABLE quarter_report (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    state VARCHAR(9) NOT NULL,
    done VARCHAR,
    deviations VARCHAR,
    next VARCHAR,
    decisions VARCHAR,
    note VARCHAR,
    received_on VARCHAR,
    actor VARCHAR NOT NULL,
    UNIQUE (work_package_id, quarter),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    CONSTRAINT received_on_is_date CHECK (received_on IS date(received_on, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT report_state CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'waived'))
);
CREATE INDEX ix_quarter_report_made_by ON quarter_report (made_by);
CREATE TABLE quarter_lock (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    on_date VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    why VARCHAR,
    snapshot_id INTEGER,
    UNIQUE (project_id, quarter),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(snapshot_id) REFERENCES snapshot (id)
);
CREATE INDEX ix_quarter_lock_made_by ON quarter_lock (made_by);
CREATE TABLE snapshot (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL,
    made_by INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    quarter INTEGER NOT NULL,
    as_of VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (project_id, name),
    CONSTRAINT name_given CHECK (name <> ''),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    CONSTRAINT as_of_is_date CHECK (as_of IS date(as_of, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id)
);
"""
