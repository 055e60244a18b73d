"""What the tests of importers share: the real tables, the right answers, and a store that is a plain value."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

from core.importing import ImportPlan, Known, KnownOrganisation, KnownPackage, KnownRole
from importers.answers import Answers
from importers.names import NameQuestion

DATA = Path(__file__).parent.parent / "data"
TABLES = DATA / "all-tables.txt"
CODES = ("TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4", "TP2", "TP3", "TP4")
PACKAGES = tuple(KnownPackage(number, code, "") for number, code in enumerate(CODES, start=1))
EMPTY = Known(project_id=1, packages=PACKAGES)
PERAPOHJOLA = "Peräpohjolan Kansanopiston Kannatusyhdistys ry/ Peräpohjolan Opisto"


@cache
def content() -> bytes:
    return TABLES.read_bytes()


@cache
def truth() -> dict[str, str]:
    """Every real spelling and the organisation that it means; the uncertain pair is merged."""
    entries = json.loads((DATA / "organisations.json").read_text("utf-8"))
    names = {variant["raw"]: entry["name"] for entry in entries for variant in entry["variants"]}
    names["Peräpohjolan Opisto"] = PERAPOHJOLA
    return names


@cache
def counts() -> dict[str, int]:
    tables = json.loads((DATA / "all-expected.json").read_text("utf-8"))["tables"]
    return dict(Counter(row["raw"] for table in tables.values() for row in table["rows"]))


def right_names(questions: tuple[NameQuestion, ...]) -> dict[str, str]:
    """The answers of a person who knows the organisations."""
    answers = {}
    for question in questions:
        spelling = question.spelling
        candidates = [candidate.name for candidate in question.candidates]
        same = [name for name in candidates if truth().get(name) == truth()[spelling]]
        answers[spelling] = same[0] if same else "new"
    return answers


def right_answers(plan: ImportPlan) -> Answers:
    names = tuple(
        NameQuestion(question.text, question.candidates) for question in plan.questions if question.kind == "name"
    )
    return Answers(names=right_names(names), marks={"Asiant": "expert"})


def apply(plan: ImportPlan, known: Known, *, batch: int = 1) -> Known:
    """The store as it is after a plan: what importers.apply writes, as a plain value."""
    assert not plan.questions
    next_id = max((organisation.id for organisation in known.organisations), default=0) + 1
    made = {new.name: (next_id + index, new.short) for index, new in enumerate(plan.new)}
    organisations = [
        *known.organisations,
        *(KnownOrganisation(id, name, short, (name,)) for name, (id, short) in made.items()),
    ]
    spellings: dict[str, list[str]] = {}
    for name, spelling in plan.aliases:
        spellings.setdefault(name, []).append(spelling)
    organisations = [replace(o, spellings=(*o.spellings, *spellings.get(o.name, ()))) for o in organisations]
    ids = {organisation.name: organisation.id for organisation in organisations}
    roles = {role.id: role for role in known.roles}
    for change in plan.roles:
        if change.outcome == "same":
            continue
        row_id = change.row_id or max(roles, default=0) + 1
        roles[row_id] = KnownRole(row_id, change.package_id, ids[change.organisation], change.role, change.certainty)
    packages = {package.code: package.id for package in known.packages}
    waiting = {
        (row.name, packages[str(row.package)], role)
        for row in plan.rows
        if row.outcome == "waiting"
        for role in row.roles
    }
    return replace(
        known,
        organisations=tuple(organisations),
        roles=tuple(roles.values()),
        not_same=known.not_same | {(spelling, ids[name]) for spelling, name in plan.not_same},
        batches={**known.batches, plan.sha256: (batch, "2024-01-17")},
        decisions={**known.decisions, plan.sha256: plan.decisions},
        waiting=known.waiting | waiting,
    )


def clusters(plan: ImportPlan) -> frozenset[frozenset[str]]:
    """Which spellings became one organisation."""
    groups: dict[str, set[str]] = {}
    for row in plan.rows:
        if row.organisation:
            groups.setdefault(row.organisation, set()).add(row.name)
    return frozenset(frozenset(group) for group in groups.values())
