"""Events, lists of who was there, and mail domains."""

SQL = """
CREATE TABLE event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    code VARCHAR(30) NOT NULL,
    title VARCHAR NOT NULL,
    kind VARCHAR(8) NOT NULL,
    start VARCHAR,
    ends VARCHAR,
    window_from VARCHAR,
    window_to VARCHAR,
    place VARCHAR,
    mode VARCHAR(6),
    language VARCHAR,
    invitation VARCHAR(7) NOT NULL,
    host_id INTEGER,
    joint_with VARCHAR,
    series VARCHAR,
    feedback_planned INTEGER DEFAULT '0' NOT NULL,
    cancelled_on VARCHAR,
    cancel_reason VARCHAR,
    source VARCHAR(6) NOT NULL,
    UNIQUE (project_id, id),
    UNIQUE (project_id, code),
    CONSTRAINT window_from_is_date CHECK (window_from IS date(window_from, '+0 days')),
    CONSTRAINT window_to_is_date CHECK (window_to IS date(window_to, '+0 days')),
    CONSTRAINT window_from_to_window_to CHECK (window_from <= window_to),
    CONSTRAINT start_to_ends CHECK (start <= ends),
    CONSTRAINT title_given CHECK (title <> ''),
    CONSTRAINT start_is_time CHECK (start IS date(start, '+0 days') OR start IS strftime('%Y-%m-%dT%H:%M', start)),
    CONSTRAINT ends_is_time CHECK (ends IS date(ends, '+0 days') OR ends IS strftime('%Y-%m-%dT%H:%M', ends)),
    CONSTRAINT cancelled_on_is_date CHECK (cancelled_on IS date(cancelled_on, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT event_kind CHECK (kind IN ('kickoff', 'workshop', 'webinar', 'training', 'cafe', 'briefing', 'peer',
        'seminar', 'meeting', 'other')),
    CONSTRAINT event_mode CHECK (mode IN ('online', 'onsite', 'hybrid')),
    CONSTRAINT event_invitation CHECK (invitation IN ('network', 'open')),
    FOREIGN KEY(host_id) REFERENCES organisation (id),
    CONSTRAINT event_source CHECK (source IN ('plan', 'import', 'user'))
);
CREATE INDEX event_start ON event (project_id, start);
CREATE INDEX ix_event_made_by ON event (made_by);
CREATE TABLE event_package (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    work_package_id INTEGER NOT NULL,
    UNIQUE (event_id, work_package_id),
    FOREIGN KEY(project_id, event_id) REFERENCES event (project_id, id),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX event_of_package ON event_package (work_package_id, event_id);
CREATE INDEX ix_event_package_made_by ON event_package (made_by);
CREATE TABLE event_meeting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    meeting_id VARCHAR,
    title VARCHAR,
    start VARCHAR,
    FOREIGN KEY(project_id, event_id) REFERENCES event (project_id, id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX event_meeting_id ON event_meeting (project_id, meeting_id);
CREATE INDEX ix_event_meeting_made_by ON event_meeting (made_by);
CREATE TABLE event_list (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    kind VARCHAR(10) NOT NULL,
    mode VARCHAR(6),
    persons INTEGER,
    organisations INTEGER,
    complete INTEGER NOT NULL,
    least_minutes INTEGER,
    key_mark VARCHAR,
    keep_until VARCHAR,
    file VARCHAR,
    actor VARCHAR NOT NULL,
    UNIQUE (project_id, id),
    FOREIGN KEY(project_id, event_id) REFERENCES event (project_id, id),
    CONSTRAINT persons_counted CHECK (persons >= 0),
    CONSTRAINT organisations_counted CHECK (organisations >= 0),
    CONSTRAINT complete_flag CHECK (complete IN (0, 1)),
    CONSTRAINT minutes_counted CHECK (least_minutes > 0),
    CONSTRAINT keep_until_is_date CHECK (keep_until IS date(keep_until, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT list_kind CHECK (kind IN ('present', 'counted', 'registered')),
    CONSTRAINT list_mode CHECK (mode IN ('online', 'onsite'))
);
CREATE INDEX event_list_event ON event_list (event_id);
CREATE INDEX ix_event_list_made_by ON event_list (made_by);
CREATE TABLE attendance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    organisation_id INTEGER,
    person_key VARCHAR,
    headcount INTEGER,
    minutes INTEGER,
    waiting_name VARCHAR,
    name VARCHAR,
    email VARCHAR,
    FOREIGN KEY(project_id, list_id) REFERENCES event_list (project_id, id),
    FOREIGN KEY(project_id, event_id) REFERENCES event (project_id, id),
    UNIQUE (list_id, person_key),
    CONSTRAINT one_person_a_key CHECK (person_key IS NULL OR headcount = 1),
    CONSTRAINT headcount_counted CHECK (headcount > 0),
    CONSTRAINT somebody CHECK (person_key IS NOT NULL OR headcount IS NOT NULL OR organisation_id IS NOT NULL),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX attendance_reach ON attendance (project_id, event_id, organisation_id, person_key, headcount, list_id);
CREATE INDEX attendance_waiting ON attendance (project_id, waiting_name) WHERE waiting_name IS NOT NULL;
CREATE INDEX ix_attendance_made_by ON attendance (made_by);
CREATE INDEX ix_attendance_organisation_id ON attendance (organisation_id);
CREATE TABLE mail_domain (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    domain VARCHAR NOT NULL,
    organisation_id INTEGER,
    source VARCHAR(6) NOT NULL,
    CONSTRAINT domain_given CHECK (domain <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    UNIQUE (domain),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT domain_source CHECK (source IN ('import', 'user'))
);
CREATE INDEX ix_mail_domain_made_by ON mail_domain (made_by);
CREATE INDEX ix_mail_domain_organisation_id ON mail_domain (organisation_id);
"""
