"""The words behind LimeSurvey's codes: from the survey's own structure file, or a table of question, code and label."""

from collections.abc import Mapping, Sequence

from core.errors import EtappiError
from importers.readers.grid import Grid
from importers.surveys.headings import Split
from importers.surveys.model import CodeList
from importers.surveys.tables import Cells, Table, table_of
from importers.words import norm

_OTHER, _OTHER_TEXT, _OTHER_PART = "-oth-", "[other]", "other"
"""The code of "other", and how the column of its text ends; a heading may have its word."""
_STRUCTURE = ("class", "name", "text")
_COLUMNS = 3  # question, code, label


def read(grids: Sequence[Grid]) -> CodeList:
    """The code list in the grids of a file. EtappiError where it is neither a structure file (a tab-separated text with
    class, name and text) nor a table of three columns: the question's code, an answer's code or nothing, the text."""
    tables = [table for grid in grids if (table := table_of(grid))]
    for table in tables:
        at = {norm(head.question): head.number - 1 for head in reversed(table.heads)}
        if all(name in at for name in _STRUCTURE):
            return _structure(table, at)
        if len(table.heads) == _COLUMNS:
            return _table(table)
    raise EtappiError("surveyfile.no_codes", file=grids[0].file if grids else "")


def _structure(table: Table, at: Mapping[str, int]) -> CodeList:
    """Rows Q are questions, SQ the rows of the question above, A its answers; each language stands below the other, and
    the first one counts."""
    questions: dict[str, str] = {}
    answers: dict[str, dict[str, str]] = {}
    current = ""
    for _, cells in table.rows:
        kind, name, text = (cells[at[part]] for part in _STRUCTURE)
        if kind == "Q":
            current = name
            questions.setdefault(name, text)
        elif kind == "SQ":
            questions.setdefault(f"{current}[{name}]", text)
        elif kind == "A":
            answers.setdefault(current, {}).setdefault(name, text)
    return CodeList(questions, answers)


def _table(table: Table) -> CodeList:
    questions: dict[str, str] = {}
    answers: dict[str, dict[str, str]] = {}
    for _, (question, code, text) in table.rows:
        if question and text and not code:
            questions.setdefault(question, text)
        elif question and text:
            answers.setdefault(question, {}).setdefault(code, text)
    return CodeList(questions, answers)


def with_labels(table: Table, splits: Sequence[Split], codes: CodeList) -> Table:
    """*table* with labels in place of the codes that the list has."""
    others = {split.code.partition("[")[0]: split.part for split in splits
              if split.code and split.code.endswith(_OTHER_TEXT) and split.part not in (None, _OTHER_PART)}  # fmt: skip
    labels = []
    for split in splits:
        asked = (split.code or "").partition("[")[0]
        of = codes.answers.get(split.code or "") or codes.answers.get(asked, {})
        labels.append({_OTHER: others[asked] or _OTHER, **of} if asked in others else of)

    def told(cells: Cells) -> Cells:
        return tuple(of.get(cell, cell) for of, cell in zip(labels, cells, strict=True))

    rows = tuple((place, told(cells)) for place, cells in table.rows)
    return Table(table.grid, table.title, table.heads, rows, table.double)
