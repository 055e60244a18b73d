"""The preview of an import as lines: what was read, what would change, what is asked."""

from collections.abc import Sequence

from cli.table import wrapped
from core.display import safe, width
from core.findings import Finding, Place
from core.importing import ImportPlan, Question, RoleChange
from core.roles import ROLES
from core.text import clean
from importers import formwords, places
from importers.attendance.wording import attendance_texts, read_text
from importers.eventplan import KIND as EVENTS
from importers.eventwording import event_text
from importers.obligationplan import KIND as OBLIGATIONS
from importers.sections import member_text, promise_text, state_text
from importers.surveys.wording import question_text, survey_texts
from importers.surveys.wording import read_text as survey_read_text
from locales import t
from locales.formats import date, number

SHOWN = 6
"""Lines of a list that are shown before it is cut (``--all`` shows the rest)."""
MANY = 3
"""Findings of one kind above which they are told together, with their places."""
LETTERS = "abcdefghijkmorstuvwxyz"
"""Letters for suggestions: without those that mean something else (l later, n new, p previous, q quit)."""
NOTES = ("wp.alias", "import.table_ends_early", "import.encoding_guessed")
"""Notes that a person should see before saving; the others are for `etappi check` and JSON."""
TOGETHER = {"import.repeated": "import.many_repeated", "import.repeated_spelling": "import.many_spelled",
            "import.rows_differ": "import.many_differ", "wp.alias": "import.many_titles",
            "import.owes_not": "import.many_owe_not"}  # fmt: skip


def preview_lines(
    plan: ImportPlan, columns: int | None, *, everything: bool = False, asking: bool = False
) -> list[str]:
    """What *plan* says, in the order in which a person decides; *asking*: the questions follow one by one."""
    limit = None if everything else SHOWN
    room = columns or 10_000
    out = wrapped(safe(t("import.title_preview", file=plan.file)), room, "  ") + wrapped(_read_line(plan), room, "  ")
    out += [line for told in _shapes(plan) for line in wrapped(told, room, "  ")]
    if plan.already:
        again = t("import.already", date=date(plan.already[1]), batch=plan.already[0])
        kept = " " + t("import.kept_answers", n=plan.kept_answers) if plan.kept_answers else ""
        out += wrapped(again + kept, room, "  ")
    told = plan.form.changes if plan.form else ()
    sections = (
        ("attendance.list_events", attendance_texts(plan.attendance) if plan.attendance else []),
        ("import.list_survey", survey_texts(plan.survey) if plan.survey else []),
        ("import.list_asked", [question_text(one) for one in plan.survey.questions] if plan.survey else []),
        ("import.list_findings", _findings(plan, everything)),
        ("import.list_new", [_named(new.name, new.short) for new in plan.new if not plan.promise]),
        ("import.list_added", [
            *(member_text(one) for one in plan.members if one.outcome == "added"),
            *(state_text(one) for one in plan.states if one.outcome == "added"),
            *(event_text(one) for one in plan.events if one.outcome == "added"),
            *(formwords.change_text(one) for one in told if one.outcome == "added"),
        ]),
        ("import.list_changed", [
            *(_change(change) for change in plan.roles if change.outcome == "changed"),
            *(member_text(one) for one in plan.members if one.outcome == "changed"),
            *(state_text(one) for one in plan.states if one.outcome == "changed"),
            *(event_text(one) for one in plan.events if one.outcome == "changed"),
            *(formwords.change_text(one) for one in told if one.outcome == "changed"),
        ]),
        ("import.list_removed", [_gone(change) for change in plan.roles if change.outcome == "removed"]),
        ("import.list_skipped", _rows(plan, "skipped")),
        ("import.list_error", _rows(plan, "error")),
        ("import.list_waiting", sorted({row.name for row in plan.rows if row.outcome == "waiting"})),
        ("import.list_owing" if plan.kind == OBLIGATIONS else "import.list_missing",
         [] if plan.promise else list(plan.missing)),
        ("import.list_idle", list(plan.promise.idle) if plan.promise else []),
        ("import.list_unlisted", list(plan.promise.unlisted) if plan.promise else []),
    )  # fmt: skip
    for heading, entries in sections:
        if entries:
            out += ["", f"{t(heading)} ({number(len(entries))})"]
            for entry in entries[:limit]:
                out += wrapped(f"  {safe(entry)}", room, "      ")
            if limit is not None and len(entries) > limit:
                out.append("  " + t("cli.and_more", n=len(entries) - limit))
    if plan.questions:
        heading = f"{t('import.list_questions')} ({number(len(plan.questions))})"
        out += ["", f"{heading}: {t('cli.asked_next')}" if asking else heading]
        for question in () if asking else plan.questions:
            out.append(f"  {safe(_question(question, plan.file, room - 2))}")
    promise = wrapped(promise_text(plan.promise), room, "") if plan.promise else []
    return [*out, "", *promise, *wrapped(_sums(plan), room, "")]


def _findings(plan: ImportPlan, everything: bool) -> list[str]:
    """What was odd; one line where the same is said of several tables, or much of one kind."""
    asked = {question.text for question in plan.questions if question.kind == "mark"}
    by_code: dict[str, list[Finding]] = {}
    for finding in plan.findings:
        in_question = finding.code == "import.odd_mark" and finding.values.get("text") in asked
        if (finding.severity != "note" or finding.code in NOTES) and not in_question:
            by_code.setdefault(finding.code, []).append(finding)
    lines = []
    for code, found in by_code.items():
        texts: dict[str, list[Place]] = {}
        for finding in found:
            texts.setdefault(places.finding_text(finding), []).append(finding.place)
        if len(texts) > MANY and code in TOGETHER and not everything:
            texts = {t(TOGETHER[code], n=len(found)): [finding.place for finding in found]}
        lines += [_told(text, several, plan.file) for text, several in texts.items()]
    return lines


def _told(text: str, several: list[Place], file: str) -> str:
    """A finding with its place, or with those of several."""
    if len(several) > 1:
        tables = {one.table for one in several}
        short = [str(one.table or one.plain()) for one in several]
        if len(tables) < len(several) or text.endswith(":"):
            short = [_short(one) for one in several]
        return f"{text.rstrip('.:')}: {', '.join(dict.fromkeys(short))}"
    where = place_text(several[0], file)
    return f"{where}: {text}" if where and where != file else text


def _short(place: Place) -> str:
    parts = [place.table, None if place.row is None else t("import.place_row", row=place.row)]
    return " ".join(part for part in parts if part)


def _named(name: str, short: str) -> str:
    return name if name == short else f"{name} ({short})"


def _rows(plan: ImportPlan, outcome: str) -> list[str]:
    return [
        ": ".join(part for part in (place_text(row.place, plan.file), row.raw) if part)
        + f" ({t(row.reason or 'import.reason_skipped')})"
        for row in plan.rows
        if row.outcome == outcome
    ]


def _read_line(plan: ImportPlan) -> str:
    if plan.kind == OBLIGATIONS:
        return t("import.read_states", rows=t("import.n_rows", n=plan.rows_read),
                 states=t("import.n_states", n=plan.marks_read))  # fmt: skip
    if plan.kind == EVENTS:
        return t("import.read_events", n=plan.rows_read)
    if plan.form:
        return formwords.read_line(plan.form)
    if plan.attendance:
        return read_text(plan.attendance)
    if plan.survey:
        return survey_read_text(plan.survey)
    counts = {"rows": plan.rows_read, "spellings": plan.spellings, "marks": plan.marks_read}
    if plan.promise:
        return t("import.read_members", rows=t("import.n_rows", n=plan.rows_read),
                 spellings=t("import.n_spellings", n=plan.spellings))  # fmt: skip
    return t("import.read_line", **{word: t(f"import.n_{word}", n=count) for word, count in counts.items()})


def _shapes(plan: ImportPlan) -> list[str]:
    """How the tables were read, where that is not the usual way (a table for each package, named by its title)."""
    unusual = [(shape, by) for shape, by in plan.shapes if (shape, by) != ("columns", "title")]
    return [f"{t(f'import.shape_{shape}')}; {t(f'import.package_{by}')}." for shape, by in unusual]


def place_text(place: Place, file: str) -> str:
    """A place without the file's name, which the heading tells."""
    return places.text(place).removeprefix(f"{file}{places.SEPARATOR}")


def _change(change: RoleChange) -> str:
    before = t(f"status.role_{change.before[0]}_name") if change.before else "–"
    return f"{change.package} {change.organisation}: {before} → {t(f'status.role_{change.role}_name')}"


def _gone(change: RoleChange) -> str:
    return f"{change.package} {change.organisation}: {t(f'status.role_{change.role}_name')}"


def _question(question: Question, file: str, room: int) -> str:
    """A question on one line: with its suggestions, else with their number, where that is not too long."""
    candidates = "; ".join(
        f"{letter}) {places.answer(question, candidate.name)}"
        for letter, candidate in zip(LETTERS, question.candidates, strict=False)
    )
    asked = places.asked(question)
    where = place_text(question.place, file)
    placed = asked if where == file else f"{asked} [{where}]"
    count = f"{placed} {t('cli.suggestions', n=len(question.candidates))}"
    return next((text for text in (f"{placed} {candidates}", count, placed) if width(text) <= room), asked)


def _few(names: Sequence[str]) -> str:
    """The first of *names*, cut where they are long."""
    return ", ".join(safe(clean(name, 40)) for name in names[:MANY]) + (" …" if len(names) > MANY else "")


def _sums(plan: ImportPlan) -> str:
    """The line that says what saving would do."""
    if not plan.changes_something and not plan.questions:
        return t("import.nothing_changes")
    roles = []
    for role in ROLES:
        count = sum(1 for change in plan.roles if change.role == role and change.outcome == "added")
        if count:
            roles.append(f"{t(f'status.role_{role}_name')} {number(count)}")
    words = ("added", "changed", "same", *(("removed",) if plan.count("removed") else ()))
    parts = [f"{t(f'import.list_{word}')} {number(plan.count(word))}" for word in words]
    repeated = plan.row_count("repeated")
    if repeated:
        parts.append(f"{t('import.list_repeated')} {number(repeated)}")
    text = ", ".join(parts) + "."
    if roles:
        text += f" {t('import.list_added')}: {', '.join(roles)}."
    if plan.unused_answers:
        text += f" {t('import.n_unused', n=plan.unused_answers, names=_few(plan.unused))}."
    return text
