"""What was imported: history as texts, which later edits do not change."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from store.models.base import AUTOINCREMENT, words

OUTCOMES = ("added", "changed", "same", "repeated", "waiting", "skipped", "error")


class ImportBatch(SQLModel, table=True):
    """A file that was imported; its id is the action's. The file itself is never kept.

    History: it stands even where the project that it names was taken back.
    """

    __tablename__ = "import_batch"
    __table_args__ = (sa.Index("batch_file", "sha256"),)
    id: int = Field(primary_key=True, foreign_key="action.id", sa_column_kwargs={"autoincrement": False})
    project_id: int
    file: str
    kind: str
    reader: str
    reader_version: str
    sha256: str
    rows_read: int
    marks_read: int
    added: int
    changed: int
    same: int
    removed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ImportRow(SQLModel, table=True):
    """A row of an imported table and what became of it, as texts: history that later edits do not change.

    A row that waits keeps what it said. *marks* are the roles of its visible marks, *roles* those that it came to,
    words apart by a space.
    """

    __tablename__ = "import_row"
    __table_args__ = (sa.Index("import_row_outcome", "outcome", "batch_id"),
                      sa.Index("import_row_name", "name", "package"), AUTOINCREMENT)  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    project_id: int
    place: str
    raw: str | None = None
    name: str
    package: str | None = None
    marks: str
    roles: str
    outcome: str = Field(sa_type=words("import_outcome", *OUTCOMES))
    reason: str | None = None
    organisation: str | None = None


class ImportDecision(SQLModel, table=True):
    """An answer that a person gave to a question of an import."""

    __tablename__ = "import_decision"
    __table_args__ = (AUTOINCREMENT,)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    kind: str
    text: str
    answer: str


class ImportFinding(SQLModel, table=True):
    """Something that an import told about its file, kept for `etappi check`; the values are JSON."""

    __tablename__ = "import_finding"
    __table_args__ = (AUTOINCREMENT,)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    code: str
    severity: str
    place_json: str
    values_json: str
