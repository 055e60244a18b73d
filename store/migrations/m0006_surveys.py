"""Surveys: waves, questions, invitations, responses and answers."""

SQL = """
CREATE TABLE survey (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    code VARCHAR(30) NOT NULL,
    title VARCHAR NOT NULL,
    kind VARCHAR(10) NOT NULL,
    work_package_id INTEGER,
    event_id INTEGER,
    UNIQUE (project_id, id),
    UNIQUE (project_id, code),
    FOREIGN KEY(project_id, work_package_id) REFERENCES work_package (project_id, id),
    FOREIGN KEY(project_id, event_id) REFERENCES event (project_id, id),
    CONSTRAINT title_given CHECK (title <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT survey_kind CHECK (kind IN ('network', 'feedback', 'capability'))
);
CREATE INDEX ix_survey_made_by ON survey (made_by);
CREATE TABLE wave (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    survey_id INTEGER NOT NULL,
    code VARCHAR(30) NOT NULL,
    position INTEGER NOT NULL,
    opened VARCHAR,
    closed VARCHAR,
    invited INTEGER,
    ineligible INTEGER DEFAULT '0' NOT NULL,
    group_size INTEGER,
    UNIQUE (project_id, id),
    UNIQUE (survey_id, code),
    FOREIGN KEY(project_id, survey_id) REFERENCES survey (project_id, id),
    CONSTRAINT opened_is_date CHECK (opened IS date(opened, '+0 days')),
    CONSTRAINT closed_is_date CHECK (closed IS date(closed, '+0 days')),
    CONSTRAINT opened_to_closed CHECK (opened <= closed),
    CONSTRAINT invited_counted CHECK (invited >= 0),
    CONSTRAINT ineligible_counted CHECK (ineligible >= 0),
    CONSTRAINT group_counted CHECK (group_size > 0),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_wave_made_by ON wave (made_by);
CREATE TABLE invitation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    wave_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    persons INTEGER,
    UNIQUE (wave_id, organisation_id),
    FOREIGN KEY(project_id, wave_id) REFERENCES wave (project_id, id),
    CONSTRAINT persons_counted CHECK (persons >= 0),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_invitation_made_by ON invitation (made_by);
CREATE INDEX ix_invitation_organisation_id ON invitation (organisation_id);
CREATE TABLE question (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    survey_id INTEGER NOT NULL,
    "key" VARCHAR(60) NOT NULL,
    version_number INTEGER DEFAULT '1' NOT NULL,
    position INTEGER NOT NULL,
    type VARCHAR(8) NOT NULL,
    scale INTEGER,
    reversed INTEGER DEFAULT '0' NOT NULL,
    UNIQUE (project_id, id),
    UNIQUE (survey_id, "key", version_number),
    FOREIGN KEY(project_id, survey_id) REFERENCES survey (project_id, id),
    CONSTRAINT scale_range CHECK (scale BETWEEN 2 AND 11),
    CONSTRAINT scale_of_likert CHECK ((type = 'likert') = (scale IS NOT NULL)),
    CONSTRAINT reversed_flag CHECK (reversed IN (0, 1)),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT question_type CHECK (type IN ('likert', 'single', 'multiple', 'number', 'text'))
);
CREATE INDEX ix_question_made_by ON question (made_by);
CREATE TABLE question_wording (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    low VARCHAR,
    high VARCHAR,
    UNIQUE (question_id, language, text),
    FOREIGN KEY(project_id, question_id) REFERENCES question (project_id, id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_question_wording_made_by ON question_wording (made_by);
CREATE TABLE question_option (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    language VARCHAR,
    UNIQUE (question_id, text),
    UNIQUE (question_id, id),
    FOREIGN KEY(project_id, question_id) REFERENCES question (project_id, id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_question_option_made_by ON question_option (made_by);
CREATE TABLE response (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    wave_id INTEGER NOT NULL,
    source_id VARCHAR NOT NULL,
    state VARCHAR(8) NOT NULL,
    on_date VARCHAR,
    language VARCHAR,
    person_key VARCHAR,
    organisation_id INTEGER,
    waiting_name VARCHAR,
    UNIQUE (project_id, id),
    UNIQUE (wave_id, source_id),
    FOREIGN KEY(project_id, wave_id) REFERENCES wave (project_id, id),
    CONSTRAINT on_date_is_date CHECK (on_date IS date(on_date, '+0 days')),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT response_state CHECK (state IN ('complete', 'partial')),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_response_made_by ON response (made_by);
CREATE INDEX ix_response_organisation_id ON response (organisation_id);
CREATE INDEX response_waiting ON response (project_id, waiting_name);
CREATE INDEX response_wave ON response (wave_id, state, organisation_id, person_key);
CREATE TABLE answer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    response_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    number FLOAT,
    option_id INTEGER,
    text VARCHAR,
    dont_know INTEGER DEFAULT '0' NOT NULL,
    tag VARCHAR,
    FOREIGN KEY(project_id, response_id) REFERENCES response (project_id, id),
    FOREIGN KEY(project_id, question_id) REFERENCES question (project_id, id),
    FOREIGN KEY(question_id, option_id) REFERENCES question_option (question_id, id),
    CONSTRAINT something_said CHECK (dont_know OR number IS NOT NULL OR option_id IS NOT NULL OR text IS NOT NULL),
    CONSTRAINT dont_know_flag CHECK (dont_know IN (0, 1)),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE UNIQUE INDEX answer_once ON answer (response_id, question_id, ifnull(option_id, 0));
CREATE INDEX answer_question ON answer (question_id, response_id, number, option_id, dont_know);
CREATE INDEX ix_answer_made_by ON answer (made_by);
CREATE TABLE survey_recipe (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    survey_id INTEGER NOT NULL,
    fingerprint VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,
    UNIQUE (project_id, fingerprint),
    FOREIGN KEY(project_id, survey_id) REFERENCES survey (project_id, id),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id)
);
CREATE INDEX ix_survey_recipe_made_by ON survey_recipe (made_by);
"""
