"""Absence is not deletion, unless a person says that a file is the whole truth of a work package (importing.md 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import EtappiError
from core.findings import Place
from core.importing import Candidate, ImportPlan, Known, KnownPackage, KnownRole, Question, RoleChange
from core.rolechanges import Pair
from importers.answers import Answers
from importers.rows import Ledger, Line

Pairs = Mapping[tuple[int, str], list[RoleChange]]


def removals(
    packages: Iterable[KnownPackage],
    known: Known,
    lines: list[Line],
    changes: Pairs,
    disputed: set[tuple[int, str]],
    answers: Answers,
    ledger: Ledger,
) -> list[RoleChange]:
    """The roles in *packages* that the file does not name, as changes with the outcome "removed".

    What a person confirmed or wrote goes only by the answer "file" to a question. Nothing goes that a name which is
    not settled yet may mean. EtappiError where the file has no row of a package.
    """
    out = []
    for package in packages:
        own = [line for line in lines if line.package == package]
        if not own:
            raise EtappiError("import.whole_not_there", package=package.code)
        place = own[0].entry.place
        if any(line.target.fate == "later" for line in own):
            ledger.tell("import.whole_waits", "warning", Place(place.file, place.sheet, table=package.code))
            continue
        asked = {question.text: question for question in ledger.questions if question.kind == "name"}
        open_names = [asked[line.entry.name] for line in own if line.entry.name in asked]
        maybe = {candidate.name for question in open_names for candidate in question.candidates}
        said: dict[str, set[str]] = {}
        for line in own:
            said.setdefault(line.target.name, set()).update(line.roles)
        names = {one.id: one.name for one in known.organisations}
        for row in known.roles:
            name = names[row.organisation_id]
            pair = (package.id, name)
            if row.package_id != package.id or name in maybe or pair in disputed:
                continue
            if said.get(name) == {"unknown"} or any(change.row_id == row.id for change in changes.get(pair, ())):
                continue  # taking part without a mark takes no role away
            if not _protected(row) or _gives_way(row, Pair(package, name, row.organisation_id, frozenset()), place,
                                                 answers, ledger):  # fmt: skip
                out.append(RoleChange(package.id, package.code, name, row.role, row.certainty, "removed", row.id,
                                      (row.role, row.certainty)))  # fmt: skip
    return out


@dataclass(frozen=True)
class Offer:
    """A package of which a file may be the whole truth. *absent* is how many roles of the store the file does not name,
    or where it is *ticked*, how many go; None while open questions may change that."""

    package: str
    ticked: bool
    absent: int | None


def offers(plan: ImportPlan, known: Known, ticked: Iterable[str]) -> tuple[Offer, ...]:
    """The packages that *plan* has rows of and the store roles that it does not name, in the order of the store; those
    *ticked* (by their codes) too. A form says nothing of roles."""
    if plan.form is not None:
        return ()
    wanted = set(ticked)
    touched = {change.row_id for change in plan.roles if change.outcome != "removed"}
    there = {row.package for row in plan.rows if row.package is not None}
    settled = all(question.kind == "conflict" for question in plan.questions)
    found = []
    for package in known.packages:
        absent = sum(row.package_id == package.id and row.id not in touched for row in known.roles)
        if package.code in wanted:
            absent = sum(one.outcome == "removed" and one.package_id == package.id for one in plan.roles)
        if package.code in wanted or (absent and package.code in there):
            found.append(Offer(package.code, package.code in wanted, absent if settled else None))
    return tuple(found)


def _protected(row: KnownRole) -> bool:
    return row.certainty == "confirmed" or row.edited is not None or row.source == "user"


def _gives_way(row: KnownRole, pair: Pair, place: Place, answers: Answers, ledger: Ledger) -> bool:
    """True where a person answered that the file holds; asks where nobody has answered."""
    word = answers.conflicts.get(pair.text)
    if word is not None:
        ledger.decide("conflict", "conflicts", pair.text, word)
        return word == "file"
    if not any(question.kind == "conflict" and question.text == pair.text for question in ledger.questions):
        reason = "import.reason_kept" if row.edited else "import.reason_confirmed"
        values: dict[str, object] = {"roles": (row.role,)}
        if row.edited:
            values["date"] = row.edited
        candidates = (Candidate("kept", reason, values), Candidate("file", "import.reason_absent"))
        ledger.questions.append(Question("conflict", pair.text, place, candidates, (place,)))
    return False
