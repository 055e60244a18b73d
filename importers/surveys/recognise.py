"""Which form an export of a survey has, and what it says: grids in, a SurveyReading out."""

from collections.abc import Sequence

from core.errors import EtappiError
from core.findings import Finding, Place
from importers.readers.grid import Grid
from importers.surveys import codes, forms, headings, longform, roles, summary, texts
from importers.surveys.forms import CODED, Claim
from importers.surveys.headings import Split
from importers.surveys.model import Form, SurveyReading, Told
from importers.surveys.responses import Clock, Rows
from importers.surveys.roles import Roles
from importers.surveys.tables import Table, table_of
from importers.surveys.words import SurveyWords

PAGE = 90
"""How sure numbered headings are a page of one answer."""


def claims(grids: Sequence[Grid], words: SurveyWords) -> tuple[Claim, ...]:
    """The forms that may have written these grids, the surest first; none where there is no table. From 60 on a form is
    known by its own columns."""
    if any(_is_page(grid) for grid in grids):
        return (Claim("webropol-summary", PAGE),)
    tables = [table for grid in grids if (table := table_of(grid))]
    return forms.claims(max(tables, key=_size), words) if tables else ()


def answered(grids: Sequence[Grid], words: SurveyWords) -> bool:
    """True for a table that looks like answers to a survey, whichever program wrote it: beside the columns that the
    program puts there it has questions."""
    table = _largest(grids)
    return table is not None and forms.answered(table, words)


def rated(grids: Sequence[Grid], words: SurveyWords) -> bool:
    """True for a table with answers on a scale, and no column of names."""
    table = _largest(grids)
    return table is not None and forms.on_scale(table, words) and not forms.named(table, words)


def asks(grids: Sequence[Grid], words: SurveyWords) -> bool:
    """True for a table with answers on a scale, or with a heading that is a question."""
    table = _largest(grids)
    return table is not None and (forms.on_scale(table, words) or any("?" in head.text for head in table.heads))


def read(
    grids: Sequence[Grid], words: SurveyWords, told: Told | None = None, wish: Form | None = None
) -> SurveyReading:  # fmt: skip
    """What the grids of one file say. *told* are a person's answers, *wish* the form that a person names.

    Of several sheets the one with the most cells is read, the others are told. EtappiError: no table of answers, or
    columns that runs of spaces alone tell apart.
    """
    told = told or Told()
    file = grids[0].file if grids else ""
    page = next((grid for grid in grids if _is_page(grid)), None)
    if page is not None and wish in (None, "webropol-summary"):
        pages = summary.pages_of(page, words)
        gaps = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in pages.gaps)
        told_gaps = [Finding("surveyfile.numbers_skipped", "note", Place(file=file), {"numbers": gaps})] if gaps else []
        return _read(pages.table, Claim("webropol-summary", PAGE), words, told, told_gaps)
    tables = [table for grid in grids if (table := table_of(grid))]
    if not tables:
        raise EtappiError("surveyfile.not_recognised", file=file)
    table = max(tables, key=_size)
    if table.grid.separated == "spaces":
        raise EtappiError("import.tabs_lost", file=file)
    findings = [
        Finding("surveyfile.sheet_unread", "warning", Place(file=file, sheet=one.grid.sheet), {"rows": len(one.rows)})
        for one in tables
        if one is not table
    ]
    long = longform.wide(table, words)
    if long is not None:
        return _read(long, Claim("webropol", forms.SURE), words, told, findings)
    found = forms.claims(table, words)
    claim = next((one for one in found if one.form == wish), found[0])
    return _read(table, claim, words, told, findings)


def _largest(grids: Sequence[Grid]) -> Table | None:
    return max((table for grid in grids if (table := table_of(grid))), key=_size, default=None)


def _is_page(grid: Grid) -> bool:
    return texts.is_page(["\t".join(row.cells) for row in grid.rows])


def _size(table: Table) -> int:
    return len(table.rows) * len(table.heads)


def _read(
    table: Table, claim: Claim, words: SurveyWords, told: Told, findings: list[Finding]
) -> SurveyReading:  # fmt: skip
    if claim.form == "limesurvey":
        splits = headings.split_codes(table.heads, claim.mode, told.codes)
        table = codes.with_labels(table, splits, told.codes) if told.codes else table
    else:
        splits = headings.split(table.heads)
    found = roles.of_table(table, splits, claim, words, told.columns)
    clock = Clock(table, found.columns, told.order)
    rows = Rows(table, found, claim.form, words, clock)
    findings = [*_of_reader(table.grid), *findings, *clock.findings, *_told(table, claim, told, found, rows)]
    return SurveyReading(
        form=claim.form, columns=found.columns, responses=tuple(rows.responses), partial=tuple(rows.partial),
        questions=tuple(clock.questions), findings=tuple(findings), title=table.title,
        language=_language(claim, splits, found, words), empty=rows.empty,
        own_ids=rows.by_id,
    )  # fmt: skip


def _language(claim: Claim, splits: Sequence[Split], found: Roles, words: SurveyWords) -> str | None:
    """The language of a file: of its headings, else of the labels of scales that stand in it."""
    cells = [cell for column in found.columns for cell, _ in column.seen]
    of_headings = None
    if claim.mode != CODED:
        of_headings = words.language(text for one in splits for text in (one.question, one.part or ""))
    return of_headings or words.language_of_labels(cells)


def _of_reader(grid: Grid) -> list[Finding]:
    """What the reader has to tell, without cells that it quotes: they may be answers."""
    return [
        Finding(one.code, one.severity, one.place, {key: "…" if key in ("text", "comment") else value
                                                   for key, value in one.values.items()}, one.mend)
        for one in grid.findings
    ]  # fmt: skip


def _told(table: Table, claim: Claim, told: Told, found: Roles, rows: Rows) -> list[Finding]:
    """What is to be told of a whole file: numbers and headings, never answers."""
    place = Place(file=table.grid.file)
    values: dict[str, object]
    out = [Finding("surveyfile.partial", "note", place, {"n": len(rows.partial)})] if rows.partial else []
    if rows.empty:
        out.append(Finding("surveyfile.empty_rows", "note", place, {"n": rows.empty}))
    if rows.silent:
        out.append(Finding("surveyfile.missing_words", "note", place, {"n": rows.silent}))
    if rows.repeated:
        out.append(Finding("surveyfile.ids_repeated", "warning", place, {"n": rows.repeated}))
    if found.personal:
        values = {"n": len(found.personal), "headings": ", ".join(found.personal)}
        out.append(Finding("surveyfile.personal_left_out", "note", place, values))
    if found.beside:
        values = {"n": len(found.beside), "headings": ", ".join(found.beside)}
        out.append(Finding("surveyfile.columns_left_out", "note", place, values))
    if claim.mode == CODED and told.codes is None:
        out.append(Finding("surveyfile.codes_only", "warning", place))
    if claim.form != "limesurvey" and told.codes is not None:
        out.append(Finding("surveyfile.codes_unused", "warning", place))
    return out
