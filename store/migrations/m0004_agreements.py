"""What was agreed: the grant, deadlines, goals, the register of outputs and what organisations owe."""

SQL = """
CREATE TABLE grant_decision (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    decision VARCHAR,
    on_date VARCHAR,
    sum_cents INTEGER,
    from_date VARCHAR,
    to_date VARCHAR,
    UNIQUE (project_id),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT from_date_is_date CHECK (from_date IS date(from_date, '+0 days')),
    CONSTRAINT to_date_is_date CHECK (to_date IS date(to_date, '+0 days')),
    CONSTRAINT from_date_to_to_date CHECK (from_date <= to_date),
    CONSTRAINT sum_counted CHECK (sum_cents >= 0),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_grant_decision_made_by ON grant_decision (made_by);
CREATE TABLE deadline (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    on_date VARCHAR NOT NULL,
    at_time VARCHAR,
    kind VARCHAR(7) NOT NULL,
    recipient VARCHAR,
    done_on VARCHAR,
    UNIQUE (project_id, title, on_date),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT done_on_is_date CHECK (done_on IS date(done_on, '+0 days')),
    CONSTRAINT title_given CHECK (title <> ''),
    CONSTRAINT at_time_is_time CHECK (at_time IS strftime('%H:%M', at_time)),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT deadline_kind CHECK (kind IN ('report', 'payment', 'meeting', 'survey', 'other'))
);
CREATE INDEX ix_deadline_made_by ON deadline (made_by);
CREATE TABLE goal (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    result VARCHAR,
    UNIQUE (project_id, position),
    CONSTRAINT title_given CHECK (title <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_goal_made_by ON goal (made_by);
CREATE TABLE output_record (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    link VARCHAR,
    edition VARCHAR,
    keeper VARCHAR,
    review_on VARCHAR,
    UNIQUE (item_id),
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    CONSTRAINT review_on_is_date CHECK (review_on IS date(review_on, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_output_record_made_by ON output_record (made_by);
CREATE TABLE obligation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    code VARCHAR(30) NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    role VARCHAR(11),
    work_package_id INTEGER,
    due VARCHAR,
    proof VARCHAR,
    UNIQUE (project_id, id),
    UNIQUE (project_id, code),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    CONSTRAINT due_is_date CHECK (due IS date(due, '+0 days')),
    CONSTRAINT title_given CHECK (title <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT obligation_role CHECK (role IN ('lead', 'assist', 'expert', 'beneficiary', 'unknown'))
);
CREATE INDEX ix_obligation_made_by ON obligation (made_by);
CREATE TABLE obligation_fact (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    obligation_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    on_date VARCHAR NOT NULL,
    state VARCHAR(12) NOT NULL,
    reason VARCHAR,
    proof VARCHAR,
    actor VARCHAR NOT NULL,
    FOREIGN KEY(project_id, obligation_id) REFERENCES obligation (project_id, id),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT reason_given CHECK (state <> 'not_required' OR reason IS NOT NULL),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT obligation_state CHECK (state IN ('not_started', 'in_work', 'done', 'not_required'))
);
CREATE INDEX ix_obligation_fact_made_by ON obligation_fact (made_by);
CREATE INDEX ix_obligation_fact_organisation_id ON obligation_fact (organisation_id);
CREATE INDEX obligation_fold ON obligation_fact (obligation_id, organisation_id, on_date, id, state);
"""
