"""The first schema: projects, organisations, plans, evidence, roles, imports, and the log of changes."""

SQL = """
CREATE TABLE action (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    host VARCHAR NOT NULL,
    pid INTEGER NOT NULL,
    command VARCHAR NOT NULL,
    why VARCHAR,
    project_id INTEGER,
    undo_of INTEGER,
    changes INTEGER DEFAULT '0' NOT NULL,
    FOREIGN KEY(undo_of) REFERENCES action (id)
);
CREATE INDEX action_undo ON action (undo_of);
CREATE TABLE meta (
    one INTEGER NOT NULL,
    action INTEGER,
    epoch VARCHAR NOT NULL,
    purging INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (one),
    CONSTRAINT one_row CHECK (one = 1),
    CONSTRAINT purging_flag CHECK (purging IN (0, 1))
);
CREATE TABLE schema_record (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    UNIQUE (number)
);
CREATE TABLE change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    action INTEGER,
    table_name VARCHAR NOT NULL,
    row_id INTEGER NOT NULL,
    before_json VARCHAR,
    after_json VARCHAR,
    FOREIGN KEY(action) REFERENCES action (id)
);
CREATE INDEX change_action ON change (action);
CREATE INDEX change_row ON change (table_name, row_id);
CREATE TABLE organisation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    name VARCHAR NOT NULL,
    short VARCHAR NOT NULL,
    sort_key VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    business_id VARCHAR,
    region VARCHAR,
    language VARCHAR,
    CONSTRAINT name_given CHECK (name <> ''),
    CONSTRAINT short_given CHECK (short <> ''),
    CONSTRAINT language_code CHECK (language GLOB '[a-z][a-z]'),
    FOREIGN KEY(made_by) REFERENCES action (id),
    UNIQUE (name),
    UNIQUE (short),
    UNIQUE (business_id)
);
CREATE INDEX ix_organisation_made_by ON organisation (made_by);
CREATE INDEX ix_organisation_sort_key ON organisation (sort_key);
CREATE TABLE project (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    code VARCHAR(20) NOT NULL,
    name VARCHAR NOT NULL,
    start_date VARCHAR NOT NULL,
    end_date VARCHAR NOT NULL,
    coordinator VARCHAR,
    funder VARCHAR,
    expected_organisations INTEGER,
    language VARCHAR NOT NULL,
    kick_off VARCHAR,
    report_days INTEGER DEFAULT '11' NOT NULL,
    fixed_today VARCHAR,
    demo INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT start_date_is_date CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT end_date_is_date CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT kick_off_is_date CHECK (kick_off IS date(kick_off, '+0 days')),
    CONSTRAINT fixed_today_is_date CHECK (fixed_today IS date(fixed_today, '+0 days')),
    CONSTRAINT start_date_to_end_date CHECK (start_date <= end_date),
    CONSTRAINT language_known CHECK (language IN ('fi', 'sv', 'en')),
    CONSTRAINT report_days_range CHECK (report_days BETWEEN 0 AND 366),
    CONSTRAINT expected_positive CHECK (expected_organisations > 0),
    CONSTRAINT demo_flag CHECK (demo IN (0, 1)),
    FOREIGN KEY(made_by) REFERENCES action (id),
    UNIQUE (code)
);
CREATE INDEX ix_project_made_by ON project (made_by);
CREATE TABLE import_batch (
    id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    reader VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    rows_read INTEGER NOT NULL,
    marks_read INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    same INTEGER NOT NULL,
    removed INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(id) REFERENCES action (id)
);
CREATE INDEX batch_file ON import_batch (sha256);
CREATE TABLE membership (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    network INTEGER NOT NULL,
    from_quarter INTEGER,
    to_quarter INTEGER,
    CONSTRAINT network_flag CHECK (network IN (0, 1)),
    CONSTRAINT from_quarter_is_quarter CHECK (from_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT to_quarter_is_quarter CHECK (to_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_to_to_quarter CHECK (from_quarter <= to_quarter),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_membership_made_by ON membership (made_by);
CREATE INDEX ix_membership_organisation_id ON membership (organisation_id);
CREATE UNIQUE INDEX membership_once ON membership (project_id, organisation_id, ifnull(from_quarter, 0));
CREATE TABLE not_same (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    organisation_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    UNIQUE (organisation_id, text),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_not_same_made_by ON not_same (made_by);
CREATE TABLE spelling (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    organisation_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    source VARCHAR(6) NOT NULL,
    UNIQUE (organisation_id, text),
    CONSTRAINT text_given CHECK (text <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT spelling_source CHECK (source IN ('plan', 'import', 'user'))
);
CREATE INDEX ix_spelling_made_by ON spelling (made_by);
CREATE TABLE work_package (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    parent_id INTEGER,
    code VARCHAR(20) NOT NULL,
    code_key VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    goal VARCHAR,
    position INTEGER NOT NULL,
    from_quarter INTEGER,
    to_quarter INTEGER,
    UNIQUE (project_id, id),
    UNIQUE (project_id, code),
    FOREIGN KEY(project_id, parent_id) REFERENCES work_package (project_id, id),
    CONSTRAINT not_its_own_parent CHECK (parent_id <> id),
    CONSTRAINT from_quarter_is_quarter CHECK (from_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT to_quarter_is_quarter CHECK (to_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_to_to_quarter CHECK (from_quarter <= to_quarter),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_work_package_made_by ON work_package (made_by);
CREATE TABLE colour_override (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    colour VARCHAR(5) NOT NULL,
    why VARCHAR NOT NULL,
    from_quarter INTEGER NOT NULL,
    until_quarter INTEGER NOT NULL,
    decision_id INTEGER,
    actor VARCHAR NOT NULL,
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(project_id, decision_id) REFERENCES decision (project_id, id),
    CONSTRAINT from_quarter_is_quarter CHECK (from_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT until_quarter_is_quarter CHECK (until_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_to_until_quarter CHECK (from_quarter <= until_quarter),
    CONSTRAINT why_given CHECK (why <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT override_colour CHECK (colour IN ('green', 'amber', 'red'))
);
CREATE INDEX ix_colour_override_made_by ON colour_override (made_by);
CREATE INDEX override_package ON colour_override (work_package_id);
CREATE TABLE import_decision (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id)
);
CREATE INDEX ix_import_decision_batch_id ON import_decision (batch_id);
CREATE TABLE import_finding (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    place_json VARCHAR NOT NULL,
    values_json VARCHAR NOT NULL,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id)
);
CREATE INDEX ix_import_finding_batch_id ON import_finding (batch_id);
CREATE TABLE import_row (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    place VARCHAR NOT NULL,
    raw VARCHAR,
    name VARCHAR NOT NULL,
    package VARCHAR,
    marks VARCHAR NOT NULL,
    roles VARCHAR NOT NULL,
    outcome VARCHAR(8) NOT NULL,
    reason VARCHAR,
    organisation VARCHAR,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id),
    CONSTRAINT import_outcome CHECK (outcome IN ('added', 'changed', 'same', 'repeated', 'waiting', 'skipped', 'error'))
);
CREATE INDEX import_row_name ON import_row (name, package);
CREATE INDEX import_row_outcome ON import_row (outcome, batch_id);
CREATE INDEX ix_import_row_batch_id ON import_row (batch_id);
CREATE TABLE indicator (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    kind VARCHAR(12) NOT NULL,
    unit VARCHAR,
    baseline FLOAT,
    target FLOAT,
    direction VARCHAR(10) NOT NULL,
    aggregation VARCHAR(6) NOT NULL,
    source VARCHAR,
    UNIQUE (project_id, id),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT indicator_kind CHECK (kind IN ('quantitative', 'qualitative')),
    CONSTRAINT indicator_direction CHECK (direction IN ('ascending', 'descending')),
    CONSTRAINT indicator_aggregation CHECK (aggregation IN ('sum', 'latest', 'unique', 'ratio', 'none'))
);
CREATE INDEX indicator_package ON indicator (work_package_id);
CREATE INDEX ix_indicator_made_by ON indicator (made_by);
CREATE TABLE item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    kind VARCHAR(6) NOT NULL,
    code VARCHAR(30) NOT NULL,
    title VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    from_quarter INTEGER,
    to_quarter INTEGER,
    technique VARCHAR(10) NOT NULL,
    technique_given INTEGER DEFAULT '1' NOT NULL,
    weight FLOAT NOT NULL,
    units INTEGER,
    owner_id INTEGER,
    counter VARCHAR,
    scope_from INTEGER,
    decision_id INTEGER,
    UNIQUE (project_id, id),
    UNIQUE (project_id, code),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(project_id, decision_id) REFERENCES decision (project_id, id),
    CONSTRAINT weight_range CHECK (weight > 0 AND weight <= 1e6),
    CONSTRAINT units_positive CHECK (units > 0),
    CONSTRAINT units_technique CHECK ((technique = 'units') = (units IS NOT NULL)),
    CONSTRAINT from_quarter_is_quarter CHECK (from_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT to_quarter_is_quarter CHECK (to_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_to_to_quarter CHECK (from_quarter <= to_quarter),
    CONSTRAINT scope_from_is_quarter CHECK (scope_from BETWEEN 7600 AND 8803),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT item_kind CHECK (kind IN ('action', 'output')),
    CONSTRAINT item_technique CHECK (technique IN ('0/100', '50/50', 'milestones', 'units', 'effort')),
    FOREIGN KEY(owner_id) REFERENCES organisation (id)
);
CREATE INDEX item_package ON item (work_package_id);
CREATE INDEX ix_item_made_by ON item (made_by);
CREATE TABLE participation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    role VARCHAR(11) NOT NULL,
    certainty VARCHAR(9) NOT NULL,
    from_quarter INTEGER,
    to_quarter INTEGER,
    source VARCHAR(6) NOT NULL,
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    CONSTRAINT from_quarter_is_quarter CHECK (from_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT to_quarter_is_quarter CHECK (to_quarter BETWEEN 7600 AND 8803),
    CONSTRAINT from_quarter_to_to_quarter CHECK (from_quarter <= to_quarter),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT participation_role CHECK (role IN ('lead', 'assist', 'expert', 'beneficiary', 'unknown')),
    CONSTRAINT participation_certainty CHECK (certainty IN ('interest', 'confirmed')),
    CONSTRAINT participation_source CHECK (source IN ('plan', 'import', 'user'))
);
CREATE INDEX ix_participation_made_by ON participation (made_by);
CREATE INDEX ix_participation_organisation_id ON participation (organisation_id);
CREATE INDEX participation_count ON participation (project_id, work_package_id, organisation_id, role, from_quarter,
    to_quarter);
CREATE UNIQUE INDEX participation_once ON participation (work_package_id, organisation_id, role,
    ifnull(from_quarter, 0));
CREATE TABLE reported_progress (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    percent FLOAT NOT NULL,
    note VARCHAR,
    actor VARCHAR NOT NULL,
    UNIQUE (work_package_id, quarter),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    CONSTRAINT percent_range CHECK (percent BETWEEN 0 AND 100),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_reported_progress_made_by ON reported_progress (made_by);
CREATE TABLE dependency (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    item_id INTEGER,
    needs_id INTEGER NOT NULL,
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(project_id, needs_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    CONSTRAINT not_itself CHECK (work_package_id <> needs_id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE UNIQUE INDEX dependency_once ON dependency (work_package_id, ifnull(item_id, 0), needs_id);
CREATE INDEX ix_dependency_made_by ON dependency (made_by);
CREATE TABLE step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    share FLOAT NOT NULL,
    quarter INTEGER NOT NULL,
    UNIQUE (item_id, number),
    UNIQUE (item_id, id),
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    CONSTRAINT share_positive CHECK (share > 0 AND share <= 1),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_step_made_by ON step (made_by);
CREATE TABLE unit_target (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    units INTEGER NOT NULL,
    UNIQUE (item_id, quarter),
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    CONSTRAINT units_counted CHECK (units >= 0),
    CONSTRAINT quarter_is_quarter CHECK (quarter BETWEEN 7600 AND 8803),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_unit_target_made_by ON unit_target (made_by);
CREATE TABLE evidence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    on_date VARCHAR NOT NULL,
    kind VARCHAR(9) NOT NULL,
    step_id INTEGER,
    units INTEGER,
    note VARCHAR,
    decision_id INTEGER,
    actor VARCHAR NOT NULL,
    FOREIGN KEY(project_id, item_id) REFERENCES item (project_id, id),
    FOREIGN KEY(project_id, decision_id) REFERENCES decision (project_id, id),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    FOREIGN KEY(item_id, step_id) REFERENCES step (item_id, id),
    CONSTRAINT units_kind CHECK ((kind = 'units') = (units IS NOT NULL)),
    CONSTRAINT units_counted CHECK (units >= 0),
    CONSTRAINT step_kind CHECK ((kind = 'step') = (step_id IS NOT NULL)),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT evidence_kind CHECK (kind IN ('started', 'accepted', 'step', 'units', 'cancelled', 'reopened'))
);
CREATE INDEX evidence_fold ON evidence (item_id, on_date, id);
CREATE INDEX ix_evidence_made_by ON evidence (made_by);
"""
