"""Answers that were kept with an earlier import of the same bytes, so that nobody is asked twice."""

from dataclasses import replace

from core.codes import code_key
from core.importing import Decision, Known
from importers.answers import Answers

TABLES = {"mark": "marks", "column": "columns", "workpackage": "workpackages", "name": "names", "reason": "reasons",
          "date": "dates", "event": "events", "survey": "surveys", "option": "options"}  # fmt: skip


def with_kept(given: Answers, known: Known, sha256: str) -> Answers:
    """*given*, and where it says nothing the decisions of the newest import of a file with this *sha256*.

    A name that became an organisation is remembered as its spelling; only "skip", and "later" where it still waits,
    come from here. A package that is gone is asked about anew, and a conflict always: it is about what came after.
    """
    more: dict[str, dict[str, str]] = {table: {} for table in TABLES.values()}
    unmarked = given.unmarked
    codes = {code_key(package.code) for package in known.packages}
    waiting = {spelling for spelling, _, _ in known.waiting}
    events = {"skip", *(event.code for event in known.attendance.events)}
    waves = {wave.name for survey in known.surveys.surveys for wave in survey.waves}
    for decision in known.decisions.get(sha256, ()):
        if decision.kind == "unmarked":
            unmarked = unmarked or decision.answer
        elif _holds(decision, codes, waiting, events | waves):
            more[TABLES[decision.kind]][decision.text] = decision.answer
    tables = {table: {**kept, **getattr(given, table)} for table, kept in more.items()}
    return replace(given, unmarked=unmarked, **tables)


def _holds(decision: Decision, codes: set[str], waiting: set[str], known: set[str]) -> bool:
    """True where an answer can still be followed; *known* are events and waves."""
    if decision.kind == "name":
        return decision.answer == "skip" or (decision.answer == "later" and decision.text in waiting)
    if decision.kind in ("event", "survey"):
        return decision.answer in known
    if decision.kind == "workpackage":
        return decision.answer == "skip" or code_key(decision.answer) in codes
    return decision.kind in TABLES
