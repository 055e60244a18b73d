"""Labels of organisations in a project."""

SQL = """
CREATE TABLE label (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER DEFAULT '1' NOT NULL,
    made_by INTEGER,
    project_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    UNIQUE (project_id, organisation_id, text),
    CONSTRAINT text_given CHECK (text <> ''),
    FOREIGN KEY(made_by) REFERENCES action (id),
    FOREIGN KEY(project_id) REFERENCES project (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
CREATE INDEX ix_label_made_by ON label (made_by);
CREATE INDEX ix_label_organisation_id ON label (organisation_id);
"""
