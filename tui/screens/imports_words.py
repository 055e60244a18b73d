"""Words of the Import screens: what was read, the steps, answers, and what saving does."""

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from core import quarter
from core.importing import ImportPlan, Question
from core.roles import ROLES, highest
from importers import formwords, places
from importers.sections import promise_text
from importers.settling import LATER, NEW, ORDER, SKIP
from importers.surveys.wording import read_text as survey_read_text
from importers.surveys.wording import survey_texts
from locales import has, t
from locales.formats import date, number
from tui.screens import imports_kinds
from tui.screens.imports_draft import Draft
from tui.screens.network_words import letter
from tui.signs import Signs
from tui.text import content, fit, joined, measure

LONG_WORD, SHORT_WORD = "koulutuskuntayhtymä", "kky"
"""So many names end in it that lists write it short."""


def title(plan: ImportPlan, width: int, signs: Signs) -> Content:
    """The file, what it was read as, and that nothing is saved yet."""
    mark = t("tui.import_unsaved")
    tables = len({(row.place.sheet, row.place.page, row.place.table) for row in plan.rows if row.name})
    told = f": {reader(plan.reader)}, {t('import.n_tables', n=tables)}"
    if plan.survey is not None:
        told = f": {reader(plan.reader)}, {t('surveyimport.answers')}"
    if (read := imports_kinds.reads(plan)) is not None:
        told = f": {read}"
    room = width - measure(mark) - 1
    name = fit(plan.file, min(measure(plan.file), max(10, room - measure(told))), ellipsis=signs.ellipsis)
    return joined(content(name, "bold"), content(fit(told, room - measure(name) + 1)), content(mark, "bold $warning"))


def reader(name: str) -> str:
    """What a file was read as."""
    return t(f"tui.reader_{name}") if has(f"tui.reader_{name}") else name


def read_line(plan: ImportPlan, width: int, signs: Signs) -> Content:
    """Whether everything that was seen is accounted for, and what is odd about the whole file."""
    rows = sum(1 for row in plan.rows if row.name)
    marks = sum(len(row.marks) for row in plan.rows if row.name)
    whole = rows == plan.rows_read and marks >= plan.marks_read
    seen = t("tui.import_read", rows=number(rows), of=number(plan.rows_read), marks=number(marks),
             marks_of=number(max(marks, plan.marks_read)))  # fmt: skip
    if plan.survey is not None:  # every cell of answers is accounted for, or there is no plan
        whole, seen = True, survey_read_text(plan.survey).removesuffix(".")
    elif plan.form is not None:
        seen = formwords.read_line(plan.form).removesuffix(".")
    elif (told := imports_kinds.seen(plan)) is not None:
        whole, seen = True, told
    elif plan.promise is not None:
        seen = t("tui.import_read_members", rows=number(rows), of=number(plan.rows_read))
    repeated = plan.row_count("repeated")
    parts = [seen + (", " + t("tui.import_repeated", n=repeated) if repeated else "") + "."]
    roles = sorted({str(role) for finding in plan.findings if finding.code == "import.no_role_column"
                    for role in _roles(finding.values)}, key=ROLES.index)  # fmt: skip
    if roles:
        parts.append(t("tui.import_no_column", roles=", ".join(places.role(role) for role in roles)))
    text = fit(" ".join(parts), width - 2, ellipsis=signs.ellipsis)
    return joined(content(f"{signs.done if whole else '!'} ", "$success" if whole else "bold $warning"), content(text))


def already(plan: ImportPlan) -> str:
    """That the same file was imported before, and that its answers are used; empty where it was not."""
    if plan.already is None:
        return ""
    told = t("import.already", date=date(plan.already[1]), batch=plan.already[0])
    return f"{told} {t('import.kept_answers', n=plan.kept_answers)}" if plan.kept_answers else told


def _roles(values: dict[str, object]) -> list[object]:
    found = values.get("roles", values.get("role", ()))
    return [one for one in (found if isinstance(found, (tuple, list)) else [found]) if one in ROLES]


def steps(draft: Draft, now: str, signs: Signs) -> Content:
    """The steps with the one of *now* in capitals: read, a kind of question, or save; those that are done with ✓."""
    parts: list[tuple[str, bool]] = [(t("tui.step_read") + (f" {signs.done}" if now != "read" else ""), now == "read")]
    for kind in ORDER:
        asked = [question for question in draft.questions if question.kind == kind]
        if not asked:
            continue
        given = sum(not draft.is_open(question) for question in asked)
        count = f"{given}/{len(asked)}"
        if kind == "unmarked":
            count = number(int(str(asked[0].values.get("n", 0)))) + (f" {signs.done}" if given else "")
        parts.append((f"{t(f'tui.step_{kind}')} {count}", now == kind))
    parts.append((t("tui.step_save"), now == "save"))
    told: list[Content] = []
    for text, active in parts:
        if told:
            told.append(content(" > ", "$muted"))
        told.append(content(text.upper(), "bold") if active else content(text, "$muted"))
    return joined(*told)


def short_question(question: Question) -> str:
    """A question in the list at the left."""
    if question.kind == "name":
        return question.text
    if question.kind == "unmarked":
        return t("tui.unmarked_rows", n=int(str(question.values.get("n", 0))))
    if question.values.keys() & {"field", "what"}:
        return places.asked(question)
    return f"{t(f'import.kind_{question.kind}')}: {question.text}"


def listed(question: Question, answer: str | None, width: int, signs: Signs) -> str:
    """A question in the list at the left: what is asked gives way, an answer never."""
    said = "" if answer is None else f": {said_answer(question, answer)}"
    text = short_question(question).replace(LONG_WORD, SHORT_WORD)
    room = max(1, width - 2 - measure(said))
    sign = " " if answer is None else signs.done
    return f"{sign} {text if measure(text) <= room else fit(text, room, ellipsis=signs.ellipsis)}{said}"


def said_answer(question: Question, answer: str) -> str:
    """An answer in a word or two."""
    if answer in (NEW, LATER, SKIP):
        return t(f"tui.said_{answer}")
    if question.kind == "name":
        return t("tui.said_same")
    return choice_words(question, answer)


def choice_words(question: Question, answer: str) -> str:
    """What a suggestion is called: an organisation, a role, a package, or what wins."""
    if question.kind in ("conflict", "date"):
        code = answer.replace("-", "_")
        return t(f"tui.choice_{code}") if has(f"tui.choice_{code}") else answer
    return places.answer(question, answer)


def sums(plan: ImportPlan, signs: Signs) -> str:
    """What saving brings: organisations, and the highest role of each pair, as far as all is answered; of a list of
    members how many of the promised are known then; of answers to a survey its wave and the responses."""
    if plan.form is not None:
        return t("form.about", package=plan.form.package, quarter=quarter.label(plan.form.quarter))
    if plan.survey is not None:
        return f" {signs.dot} ".join(survey_texts(plan.survey)[:2])
    if (told := imports_kinds.brings(plan, signs.dot)) is not None:
        return told
    pairs: dict[tuple[str, str], list[str]] = {}
    for change in plan.roles:
        if change.outcome != "removed":
            pairs.setdefault((change.package, change.organisation), []).append(change.role)
    counts = Counter(highest(roles) for roles in pairs.values())
    said = [f"{number(counts[role])} {letter(role)}" for role in ROLES if counts[role] and role != "unknown"]
    if counts["unknown"]:
        said.append(f"{number(counts['unknown'])} {t('status.role_unknown_name')}")
    there = {organisation for _, organisation in pairs} | {new.name for new in plan.new}
    there |= {member.organisation for member in plan.members}
    organisations = t("tui.organisations", n=len(there))
    parts = [t("tui.import_organisations", organisations=organisations, n=len(plan.new))]
    if plan.promise is not None:
        parts.append(promise_text(plan.promise))
    if said:
        parts.append(t("tui.import_roles", roles=", ".join(said)))
    return f" {signs.dot} ".join(parts)


def changes(plan: ImportPlan, signs: Signs) -> str:
    """Role rows added, changed and the same, and how many names wait."""
    words = ("added", "changed", *(("removed",) if plan.count("removed") else ()), "same")
    what = t("tui.import_rows") if plan.promise is None else t("tui.import_members")
    what = what if plan.form is None else t("form.values")
    what = what if plan.survey is None else f"{t('surveyimport.answers').capitalize()}:"
    what = imports_kinds.counted(plan) or what
    said = f"{what} " + ", ".join(f"{t(f'import.list_{word}').lower()} {number(plan.count(word))}" for word in words)
    waiting = len({row.name for row in plan.rows if row.outcome == "waiting"})
    return f"{said} {signs.dot} {t('tui.import_waiting', n=waiting)}" if waiting else said


def to_settle(questions: Sequence[Question]) -> str:
    """How much of each kind is open: ``16 nimeä, 1 merkintä``."""
    counts: Counter[str] = Counter(question.kind for question in questions)
    return ", ".join(t(f"tui.n_{kind}", n=counts[kind]) for kind in ORDER if counts[kind])
