"""The preview of an import as lines: what was read, what would change, what is asked."""

from cli.table import wrapped
from core.display import safe
from core.findings import Place
from core.importing import ImportPlan, Question, RoleChange
from core.roles import ROLES
from importers import places
from locales import t
from locales.formats import date, number

SHOWN = 12
"""Lines of a list that are shown before it is cut (``--all`` shows the rest)."""
LETTERS = "abcdefgh"


def preview_lines(plan: ImportPlan, columns: int | None, *, everything: bool = False) -> list[str]:
    """What *plan* says, in the order in which a person decides."""
    limit = None if everything else SHOWN
    room = columns or 10_000
    out = [safe(t("import.title_preview", file=plan.file)), _read_line(plan)]
    if plan.already:
        out.append(t("import.already", date=date(plan.already[1]), batch=plan.already[0]))
    sections = (
        ("import.list_findings", _findings(plan)),
        ("import.list_new", [f"{new.name} ({new.short})" for new in plan.new]),
        ("import.list_changed", [_change(change) for change in plan.roles if change.outcome == "changed"]),
        ("import.list_skipped", _rows(plan, "skipped")),
        ("import.list_error", _rows(plan, "error")),
        ("import.list_waiting", sorted({row.name for row in plan.rows if row.outcome == "waiting"})),
        ("import.list_missing", list(plan.missing)),
        ("import.list_questions", [_question(question, plan.file) for question in plan.questions]),
    )  # fmt: skip
    for heading, entries in sections:
        if entries:
            out += ["", f"{t(heading)} ({number(len(entries))})"]
            shown = entries if heading == "import.list_questions" else entries[:limit]
            for entry in shown:
                out += wrapped(f"  {safe(entry)}", room, "      ")
            if len(entries) > len(shown):
                out.append("  " + t("cli.and_more", n=len(entries) - len(shown)))
    return [*out, "", *wrapped(_sums(plan), room, "")]


def _findings(plan: ImportPlan) -> list[str]:
    """What was odd; one line where the same is said of several tables."""
    found: dict[str, list[Place]] = {}
    for finding in plan.findings:
        if finding.severity != "note":
            found.setdefault(places.finding_text(finding), []).append(finding.place)
    return [f"{_where(several, plan.file)}: {text}" for text, several in found.items()]


def _where(several: list[Place], file: str) -> str:
    if len(several) == 1:
        return place_text(several[0], file)
    return ", ".join(dict.fromkeys(str(one.table or one.plain()) for one in several))


def _rows(plan: ImportPlan, outcome: str) -> list[str]:
    return [
        f"{place_text(row.place, plan.file)}: {row.raw} ({t(row.reason or 'import.reason_skipped')})"
        for row in plan.rows
        if row.outcome == outcome
    ]


def _read_line(plan: ImportPlan) -> str:
    counts = {"rows": plan.rows_read, "spellings": plan.spellings, "marks": plan.marks_read}
    return t("import.read_line", **{word: t(f"import.n_{word}", n=count) for word, count in counts.items()})


def place_text(place: Place, file: str) -> str:
    """A place without the file's name, which the heading tells."""
    return places.text(place).removeprefix(f"{file}{places.SEPARATOR}")


def _change(change: RoleChange) -> str:
    before = t(f"status.role_{change.before[0]}_name") if change.before else "–"
    return f"{change.package} {change.organisation}: {before} → {t(f'status.role_{change.role}_name')}"


def _question(question: Question, file: str) -> str:
    candidates = "; ".join(
        f"{letter}) {places.role(candidate.name)}"
        for letter, candidate in zip(LETTERS, question.candidates, strict=False)
    )
    where = place_text(question.place, file)
    brackets = "" if where == file else f"  [{where}]"
    return f"{t(f'import.kind_{question.kind}')}: {places.question_text(question)}{brackets}  {candidates}"


def _sums(plan: ImportPlan) -> str:
    """The line that says what saving would do."""
    if not plan.changes_something and not plan.questions:
        return t("import.nothing_changes")
    roles = []
    for role in ROLES:
        count = sum(1 for change in plan.roles if change.role == role and change.outcome == "added")
        if count:
            roles.append(f"{t(f'status.role_{role}_name')} {number(count)}")
    parts = [f"{t(f'import.list_{word}')} {number(plan.count(word))}" for word in ("added", "changed", "same")]
    repeated = plan.row_count("repeated")
    if repeated:
        parts.append(f"{t('import.list_repeated')} {number(repeated)}")
    text = ", ".join(parts) + "."
    if roles:
        text += f" {t('import.list_added')}: {', '.join(roles)}."
    if plan.unused_answers:
        text += f" {t('import.n_unused', n=plan.unused_answers)}."
    return text
