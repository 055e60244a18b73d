"""An import plan as the JSON of contract.md."""

from core import quarter as quarters
from core.attendance import AttendancePlan
from core.eventplan import ListedEvent
from core.findings import Finding
from core.forms import FormPlan
from core.importing import ImportPlan, Promise, Question, ReadRow, StateChange
from core.surveys.importing import SurveyPlan
from importers import places
from locales import t


def as_json(plan: ImportPlan, applied: bool, batch: int | None) -> dict[str, object]:
    """The keys of ``import``: codes in English, ``text`` and ``reason`` in the chosen language. *batch* is the number
    of the batch that was written, None where nothing was."""
    return {
        "file": plan.file,
        "kind": plan.kind,
        "reader": plan.reader,
        "rows_read": plan.rows_read,
        "marks_read": plan.marks_read,
        "spellings": plan.spellings,
        "added": plan.count("added"),
        "changed": plan.count("changed"),
        "same": plan.count("same"),
        "repeated": plan.row_count("repeated"),
        "waiting": plan.row_count("waiting"),
        "unused_answers": plan.unused_answers,
        "already": None if plan.already is None else {"batch": plan.already[0], "date": plan.already[1]},
        "shapes": [{"shape": shape, "package": named_by} for shape, named_by in plan.shapes],
        "removed": plan.count("removed"),
        "new": [organisation.name for organisation in plan.new],
        "missing": list(plan.missing),
        **(_promise(plan.promise) if plan.promise else {}),
        **({"states": [_state(change) for change in plan.states]} if plan.states else {}),
        **({"events": [_event(one) for one in plan.events]} if plan.events else {}),
        **({"form": _form(plan.form)} if plan.form else {}),
        **({"attendance": _attendance(plan.attendance)} if plan.attendance else {}),
        **({"survey": _survey(plan.survey)} if plan.survey else {}),
        "skipped": [
            _row(row, private=plan.attendance is not None or plan.survey is not None)
            for row in plan.rows
            if row.outcome in ("skipped", "error")
        ],
        "questions": [_question(question) for question in plan.questions],
        "findings": [_finding(finding) for finding in plan.findings],
        "applied": applied,
        "batch": batch,
    }


def _promise(promise: Promise) -> dict[str, object]:
    """What a list of members adds: ``missing`` are those of it that take part in nothing yet."""
    return {
        "unlisted": list(promise.unlisted),
        "promised": {"expected": promise.expected, "known": promise.known, "unknown": promise.unknown},
    }


def _event(one: ListedEvent) -> dict[str, object]:
    return {
        "id": one.code, "title": one.title, "outcome": one.outcome,
        "fields": [{"field": change.field, "before": change.before, "after": change.after} for change in one.fields],
    }  # fmt: skip


def _state(change: StateChange) -> dict[str, object]:
    return {
        "obligation": change.obligation, "organisation": change.organisation, "state": change.state,
        "on": change.on_date, "outcome": change.outcome, "before": change.before, "reason": change.reason,
        "proof": change.proof,
    }  # fmt: skip


def _form(form: FormPlan) -> dict[str, object]:
    """What a form adds: whose it is, and every value that it gives."""
    return {
        "project": form.project, "workpackage": form.package, "quarter": quarters.code(form.quarter),
        "written": form.written,
        "changes": [
            {"item": None if one.item_id is None else one.code, "what": one.what, "outcome": one.outcome,
             "before": one.before, "after": one.after, "on": one.on_date, "note": one.note,
             "place": places.text(one.place), "at": one.place.as_dict()}
            for one in form.changes
        ],
    }  # fmt: skip


def _attendance(plan: AttendancePlan) -> dict[str, object]:
    """What a list of attendance adds: which list it is and why, of which events, how many people; never who."""
    return {
        "format": plan.format, "generation": plan.generation, "language": plan.language, "list": plan.kind,
        "why": t(plan.why), "people": plan.people, "identified": plan.identified, "guests": plan.guests,
        "callers": plan.callers, "registered": plan.registered, "least_minutes": plan.least_minutes,
        "keep_until": plan.keep_until,
        "events": [
            {"id": event.code, "title": event.title, "start": event.start, "new": event.event_id is None,
             "workpackages": list(event.packages),
             "lists": [{"kind": one.kind, "mode": one.mode, "outcome": one.outcome, "persons": one.persons,
                        "organisations": one.organisations,
                        **({"before": one.before} if one.kind == "registered" else {})} for one in event.lists]}
            for event in plan.events
        ],
        "domains": [{"domain": domain, "organisation": organisation} for domain, organisation, _ in plan.domains],
    }  # fmt: skip


def _survey(plan: SurveyPlan) -> dict[str, object]:
    """What a file of answers adds: of which wave it is, how many responses it holds and what becomes of them, and its
    questions; never an answer."""
    return {
        "format": plan.form, "survey": plan.code or None, "wave": plan.wave or None, "title": plan.title or None,
        "kind": plan.kind or None, "new_survey": bool(plan.wave) and plan.survey_id is None,
        "new_wave": bool(plan.wave) and plan.wave_id is None, "finished": plan.finished,
        "unfinished": plan.unfinished, "older": plan.older, "empty": plan.empty, "identified": plan.identified,
        "organisations": plan.organisations, "unknown": plan.unknown, "cells": plan.cells,
        "cells_imported": plan.cells_in,
        "responses": {word: plan.count(word) for word in ("added", "changed", "same")},
        "questions": [
            {"key": one.spec.key, "text": one.spec.text, "type": one.spec.type, "scale": one.spec.scale,
             "reversed": one.spec.reversed, "version": one.version, "outcome": one.outcome, "answered": one.answered,
             "options": [option.text for option in one.spec.options]}
            for one in plan.questions
        ],
    }  # fmt: skip


def _row(row: ReadRow, *, private: bool) -> dict[str, object]:
    """A row that was skipped; who stands on a list of attendance is not told."""
    reason = t(row.reason) if row.reason else None
    text = "" if private else row.raw
    return {"place": places.text(row.place), "text": text, "reason": reason, "at": row.place.as_dict()}


def _question(question: Question) -> dict[str, object]:
    return {
        "kind": question.kind,
        "text": places.question_text(question),
        "place": places.text(question.place),
        "at": question.place.as_dict(),
        "rows": len(question.places),
        "candidates": [
            {"name": candidate.name, "reason": places.reason(candidate)} for candidate in question.candidates
        ],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": places.text(finding.place),
        "at": finding.place.as_dict(),
        "text": places.finding_text(finding),
    }
