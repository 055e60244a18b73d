"""The lists of a preview, and of what an import did: each with its entries in words, made when they are looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.findings import Finding
from core.importing import (
    ImportPlan,
    MemberChange,
    NewOrganisation,
    Promise,
    Question,
    ReadRow,
    RoleChange,
    StateChange,
)
from core.records import BatchLine
from importers import formwords, places
from importers.attendance.wording import attendance_texts, plan_why, present_texts
from importers.eventwording import event_text
from importers.surveys.wording import question_text, response_text, survey_texts
from importers.wholetruth import Offer
from locales import t
from locales.formats import date

ONLY_IF_ANY = ("error", "findings", "new", "removed", "waiting", "whole")
NOTES = ("wp.alias", "import.table_ends_early", "import.encoding_guessed")
"""Notes that a person should see before saving; the others are for `etappi check` and JSON."""
OUTCOMES = ("added", "changed", "same", "repeated", "waiting", "skipped", "error")


@dataclass(frozen=True)
class Section:
    """A list: *code* names it (``import.list_<code>``, ``import.done_<code>``); *text* says an entry in words."""

    code: str
    entries: Sequence[Any]
    text: Callable[[Any], str]
    done: bool = False
    """It tells what was done, not what would be."""

    @property
    def title(self) -> str:
        """What stands over the list."""
        return t(f"import.done_{self.code}") if self.done else t(f"import.list_{self.code}")


def preview_sections(plan: ImportPlan, offers: Sequence[Offer] = ()) -> tuple[Section, ...]:
    """The lists of a plan in the order in which a person decides. Findings, new organisations, names left for later,
    errors, what is removed and the *offers* to tell a package whole are there only where there are any; the others
    stand there with 0 too."""

    def rows(outcome: str) -> list[ReadRow]:
        return [row for row in plan.rows if row.outcome == outcome]

    shown = [one for one in plan.findings if one.severity != "note" or one.code in NOTES]
    several = (
        Section("questions", plan.questions, _question),
        Section("error", rows("error"), _row),
        Section("findings", shown, lambda one: _finding(one, plan.file)),
        *_survey(plan),
        Section("new", plan.new, _new),
        *_changes(plan),
        Section("repeated", rows("repeated"), _row),
        Section("waiting", rows("waiting"), _row),
        Section("skipped", rows("skipped"), _row),
        *_missing(plan),
        Section("whole", offers, _offer),
    )  # fmt: skip
    return tuple(one for one in several if one.entries or one.code not in ONLY_IF_ANY)


def _changes(plan: ImportPlan) -> list[Section]:
    """What is added, changed and stays: organisations of a list of members, states, values of a form, responses to a
    survey, else roles; of a list of attendance its events and who is there."""
    if plan.form is not None:
        told = plan.form.changes
        return [Section(outcome, [change for change in told if change.outcome == outcome], formwords.change_text)
                for outcome in ("added", "changed", "same")]  # fmt: skip
    if plan.survey is not None:
        several = plan.survey.responses
        return [Section(outcome, [one for one in several if one.outcome == outcome], response_text)
                for outcome in ("added", "changed", "same")]  # fmt: skip
    if plan.attendance is not None:
        return [Section("events", [plan_why(plan.attendance), *attendance_texts(plan.attendance)], str),
                Section("present", present_texts(plan.attendance), str)]  # fmt: skip
    if plan.events:
        return [Section(outcome, [one for one in plan.events if one.outcome == outcome], event_text)
                for outcome in ("added", "changed", "same")]  # fmt: skip
    changes: Sequence[Any] = plan.members if plan.promise else plan.states or plan.roles
    text: Callable[[Any], str] = member_text if plan.promise else state_text if plan.states else _change
    return [
        Section(outcome, [change for change in changes if change.outcome == outcome], text)
        for outcome in ("added", "changed", "removed", "same")
    ]


def _survey(plan: ImportPlan) -> list[Section]:
    """The wave that answers are of, and the questions that were recognised."""
    if plan.survey is None:
        return []
    return [Section("survey", survey_texts(plan.survey), str), Section("asked", plan.survey.questions, question_text)]


def _missing(plan: ImportPlan) -> list[Section]:
    """Who is missing."""
    if plan.survey is not None or plan.attendance is not None:
        return []
    if plan.promise is None:
        return [Section("missing", plan.missing, str)]
    return [Section("idle", plan.promise.idle, str), Section("unlisted", plan.promise.unlisted, str)]


def member_text(change: MemberChange) -> str:
    """An organisation of a list of members with what changes of it: ``Omnia: business id 0112038-9, region A → B``."""
    told = []
    for one in change.fields:
        now = places.value(one.field, one.after)
        before = "" if one.before is None else f"{places.value(one.field, one.before)} → "
        told.append(f"{t(f'import.field_{one.field}')} {before}{now}")
    return f"{change.organisation}: {', '.join(told)}" if told else change.organisation


def state_text(change: StateChange) -> str:
    """A state that a file tells: ``OMA Omnia: in work → done 3.9.2024``."""
    now = t(f"obligation.state_{change.state}")
    before = "" if change.before in (None, change.state) else f"{t(f'obligation.state_{change.before}')} → "
    beside = ", ".join(text for text in (change.reason, change.proof) if text)
    told = f"{change.obligation} {change.organisation}: {before}{now} {date(change.on_date)}"
    return f"{told} ({beside})" if beside else told


def promise_text(promise: Promise) -> str:
    """How many organisations are known of those that were promised."""
    if promise.expected is None:
        return t("import.promise_none", known=promise.known)
    return t("import.promise", known=promise.known, expected=promise.expected, n=promise.unknown or 0)


def batch_sections(rows: Sequence[BatchLine]) -> tuple[Section, ...]:
    """The rows of an import by what became of them."""
    found = [(outcome, [row for row in rows if row.outcome == outcome]) for outcome in OUTCOMES]
    return tuple(Section(outcome, several, _line, done=True) for outcome, several in found if several)


def _question(question: Question) -> str:
    return places.asked(question)


def _finding(finding: Finding, file: str) -> str:
    where = places.text(finding.place).removeprefix(f"{file}{places.SEPARATOR}")
    text = places.finding_text(finding)
    return f"{where}: {text}" if where and where != file else text


def _new(new: NewOrganisation) -> str:
    return new.name if new.name == new.short else f"{new.name} ({new.short})"


def _change(change: RoleChange) -> str:
    role = t(f"status.role_{change.role}_name")
    if change.before is not None and change.outcome != "removed":
        role = f"{t(f'status.role_{change.before[0]}_name')} → {role}"
    return f"{change.package} {change.organisation}: {role}"


def _offer(offer: Offer) -> str:
    if offer.absent is None:
        told = offer.package
    elif offer.ticked:
        told = t("import.whole_ticked", package=offer.package, n=offer.absent)
    else:
        told = t("import.whole_offered", package=offer.package, n=offer.absent)
    return f"[{'x' if offer.ticked else ' '}] {told}"


def _row(row: ReadRow) -> str:
    where = places.text(row.place).removeprefix(f"{row.place.file}{places.SEPARATOR}")
    return _with_reason(f"{where}: {row.name or row.raw}", row.roles, row.reason)


def _line(row: BatchLine) -> str:
    said = row.name or row.raw or ""
    if row.organisation and row.organisation != row.name:
        said += f" = {row.organisation}"
    return _with_reason(f"{row.place}: {said}", row.roles, row.reason)


def _with_reason(text: str, roles: Sequence[str], reason: str | None) -> str:
    if roles and not reason:
        text += ": " + ", ".join(t(f"status.role_{role}_name") for role in roles)
    return f"{text} ({t(reason)})" if reason else text
