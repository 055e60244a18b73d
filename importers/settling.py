"""Settling questions one by one: their order, what may be answered, and answers put together. Pure.

The app's screens work with these; a question is one of a plan, or one about a name that waits from an earlier import.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.attendance import DOMAIN
from core.findings import Place
from core.importing import Candidate, ImportPlan, Known, Question
from core.records import WaitingRow
from core.roles import ROLES
from core.text import clean
from importers import names
from importers.answers import TABLE_OF_KIND, Answers
from importers.obligationplan import with_short_names

ORDER = ("event", "survey", "workpackage", "column", "option", "date", "name", "mark", "unmarked", "reason", "conflict")
"""Kinds of questions in the order in which they are put: what tables and columns mean comes before names."""
LETTERS = "abcdeimorstvwxyz"
"""Letters of suggestions: without those that mean something else (f find, l later, n new, p, q, u, h j k g moves)."""
MAY_SKIP = ("name", "mark", "workpackage", "column", "reason", "option")
MAY_WAIT = ("name",)
NEW, LATER, SKIP = "new", "later", "skip"


@dataclass(frozen=True)
class Choice:
    """A suggestion with its letter; *answer* is what the answers hold."""

    letter: str
    answer: str
    candidate: Candidate


def in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Questions in the order in which they are put; within a kind as the plan has them."""
    return tuple(sorted(questions, key=lambda question: ORDER.index(question.kind)))


def choices(question: Question) -> tuple[Choice, ...]:
    """The suggestions of a question with their letters. Odd marks and columns may be any role, so all roles stand
    there, those with a reason first."""
    candidates = list(question.candidates)
    if question.kind in ("mark", "column") and "ask" not in question.values:
        named = {candidate.name for candidate in candidates}
        candidates += [Candidate(role, "import.reason_role") for role in ROLES if role not in named]
    return tuple(
        Choice(letter, candidate.name, candidate) for letter, candidate in zip(LETTERS, candidates, strict=False)
    )


def key(question: Question) -> tuple[str, str]:
    """What a question is known by while others come and go."""
    return question.kind, question.text


def with_answer(answers: Answers, question: Question, answer: str) -> Answers:
    """*answers* with one more."""
    if question.kind == "unmarked":
        return replace(answers, unmarked=answer)
    table = TABLE_OF_KIND[question.kind]
    more: dict[str, Mapping[str, str]] = {table: {**getattr(answers, table), question.text: answer}}
    return replace(answers, **more)  # type: ignore[arg-type]


def places_of(plan: ImportPlan, known: Known) -> dict[str, tuple[str, ...]]:
    """Organisations by name, and the codes of the packages in which each stands, in the file or in the store."""
    codes = {package.id: package.code for package in known.packages}
    names_of = {organisation.id: organisation.name for organisation in known.organisations}
    found: dict[str, dict[str, None]] = {}
    for role in known.roles:
        found.setdefault(names_of[role.organisation_id], {})[codes[role.package_id]] = None
    for row in plan.rows:
        if row.package:
            for name in {row.organisation or row.name, row.name}:
                found.setdefault(name, {})[row.package] = None
    order = {package.code: place for place, package in enumerate(known.packages)}
    return {name: tuple(sorted(there, key=lambda code: order.get(code, len(order)))) for name, there in found.items()}


def suggested(name: str, known: Known) -> tuple[str, ...]:
    """The organisations that may be meant by a name that waits, best first."""
    return tuple(candidate.name for candidate in _candidates({name: 1}, known).get(name, ()))


def waiting_questions(known: Known, waiting: Iterable[WaitingRow]) -> tuple[Question, ...]:
    """A question for each name that waits, in the order of names; its candidates are organisations of the store.

    Where the spelling has been remembered since the name was left, its organisation is the only suggestion.
    """
    rows: dict[str, list[WaitingRow]] = {}
    for row in waiting:
        rows.setdefault(row.name, []).append(row)
    found = _candidates({name: len(several) for name, several in rows.items()}, known)
    out = []
    for name, several in rows.items():
        places = tuple(Place(file=row.file, item=row.place) for row in several)
        out.append(Question("name", name, places[0], found.get(name, ()), places, {"n": len(several)}))
    return tuple(out)


def _candidates(counts: Mapping[str, int], known: Known) -> dict[str, tuple[Candidate, ...]]:
    """Suggestions from the store for each name, one by one: names that wait say nothing about each other."""
    out: dict[str, tuple[Candidate, ...]] = {}
    for name in counts:
        text, organisations = name, known.organisations
        if name.startswith(DOMAIN):  # "@omnia.fi" is of whoever is called Omnia
            text = clean(name.removeprefix(DOMAIN).rpartition(".")[0].replace(".", " ").replace("-", " ")) or name
            organisations = with_short_names(known.organisations)
        settled = names.settle({text: 1}, organisations, known.not_same)
        target = settled.targets[text]
        if target.fate == "organisation":
            own = any(name in o.spellings for o in known.organisations if o.id == target.id)
            out[name] = (Candidate(target.name, "import.reason_remembered" if own else "import.reason_equal_key"),)
        else:
            out[name] = next((question.candidates for question in settled.questions), ())
    return out
