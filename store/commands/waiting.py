"""Names that wait: settled one by one; and what was decided about names, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.attendance import DOMAIN
from core.errors import EtappiError
from core.findings import Place
from core.importing import Decision, ImportPlan, Known, KnownPackage, NewOrganisation, Outcome, ReadRow, RoleChange
from core.rolechanges import Pair, RoleBook
from core.short_names import propose
from core.text import clean
from store import queries
from store.commands import attendance, organisations, participation, responses
from store.models import NotSame, Organisation, Spelling
from store.writing import Writer, key

KIND = "names"
"""The kind of the batch that a settled name makes: it applies rows of earlier imports."""
OF_PEOPLE = ("attendance", "survey")
"""Kinds of imports whose rows that wait are people, not roles."""
NEW, SKIP = "new", "skip"
NOBODY = attendance.Settled(0, 0)


@dataclass(frozen=True)
class SettledName:
    """What settling a name did. *organisation* is None where its rows were skipped; *kept* counts pairs where a
    role changed by hand stands against the row and stays. *people* were settled at *events*, *responses* of *surveys*;
    *locked* are rows of people and responses of locked quarters, which stay."""

    name: str
    organisation: str | None
    rows: int
    added: int
    changed: int
    same: int
    kept: int
    people: int = 0
    events: int = 0
    responses: int = 0
    surveys: int = 0
    locked: int = 0


@dataclass(frozen=True)
class _Row:
    file: str
    place: str
    raw: str
    package: KnownPackage | None
    package_code: str | None
    marks: tuple[str, ...]
    roles: tuple[str, ...]
    people: bool


def settle(writer: Writer, project_id: int, name: str, answer: str, apart: Iterable[str] = ()) -> SettledName:
    """Settle a name that waits: *answer* is an organisation's name, ``new`` or ``skip``.

    All its waiting rows get their roles by the rules of an import, with one difference: where a change by hand stands
    against a row it stays, since nobody is asked. People on lists of attendance and responses to surveys that wait by
    the name get their organisation. The spelling (or the e-mail's domain, which waits with its @) is remembered. With
    ``new`` the organisations *apart*, which were suggested, are remembered as others. Undoing the action brings the
    rows back.
    EtappiError: no such name waits, the organisation is not known (or, for new, known already), or none of the rows'
    packages is in the plan any more.
    """
    text = clean(name)
    known = queries.known(writer.connection, project_id)
    rows = _rows(writer, project_id, text, known)
    if not rows:
        raise EtappiError("store.nothing_waits", name=text)
    listed = any(row.people for row in rows)
    if answer == SKIP:
        done = _plan(rows, text, SKIP, [_read(row, text, "skipped") for row in rows])
        present, told = _people(writer, project_id, text, None) if listed else (NOBODY, NOBODY)
        participation.apply_import(writer, project_id, done)
        return SettledName(text, None, len(rows), 0, 0, 0, 0, present.people, present.of, told.people, told.of,
                           present.locked + told.locked)  # fmt: skip
    rows = [row for row in rows if row.package is not None or row.people]
    if not rows:
        raise EtappiError("store.waiting_package_gone", name=text)
    new = _new(text.removeprefix(DOMAIN), known) if answer == NEW else None
    if new and all(row.people for row in rows):  # who is met at an event only is outside the network
        organisations.join(writer, project_id, organisations.make(writer, [new], "user").values(), network=False)
        known, answer, new = queries.known(writer.connection, project_id), new.name, None
    found = None if new else organisations.find(writer, answer)
    target = new.name if new else found.name if found else text
    changes, kept = _changes(rows, target, key(found.id) if found else None, RoleBook(known))
    read = [_read(row, text, _outcome(changes[row.package.id]) if row.package else "changed", target) for row in rows]
    roles = tuple(change for several in changes.values() for change in several)
    there = {organisation.name for organisation in known.organisations}
    plan = _plan(
        rows, text, answer if new else target, read, roles=roles, new=(new,) if new else (),
        aliases=() if new or text.startswith(DOMAIN) or text == target else ((target, text),),
        not_same=tuple((text, other) for other in apart if other in there) if new else (),
    )  # fmt: skip
    participation.apply_import(writer, project_id, plan)
    present, told = NOBODY, NOBODY
    if listed:
        number = key(organisations.find(writer, target).id)
        present, told = _people(writer, project_id, text, number)
        organisations.join(writer, project_id, [number], network=False)
    return SettledName(
        text, target, len(rows), plan.count("added"), plan.count("changed"), plan.count("same"), kept, present.people,
        present.of, told.people, told.of, present.locked + told.locked,
    )  # fmt: skip


def _people(
    writer: Writer, project_id: int, text: str, organisation_id: int | None
) -> tuple[attendance.Settled, attendance.Settled]:
    """Settle the lists of attendance, and the responses to surveys, that wait by a text."""
    return (attendance.settle(writer, project_id, text, organisation_id),
            responses.settle(writer, project_id, text, organisation_id))  # fmt: skip


def forget_spelling(writer: Writer, row_id: int) -> tuple[str, str]:
    """Forget that a spelling is an organisation's: the next file is asked about it. Roles stay.

    Returns spelling and organisation. EtappiError if it is gone or is the organisation's own name.
    """
    row = writer.session.get(Spelling, row_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    organisation = writer.session.get_one(Organisation, row.organisation_id)
    if organisation.name == row.text:
        raise EtappiError("store.split_own_name", name=row.text)
    names = row.text, organisation.name
    writer.session.delete(row)
    writer.session.flush()
    return names


def forget_apart(writer: Writer, row_id: int) -> tuple[str, str]:
    """Forget that a spelling is not an organisation; returns both. EtappiError if that is gone."""
    row = writer.session.get(NotSame, row_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    names = row.text, writer.session.get_one(Organisation, row.organisation_id).name
    writer.session.delete(row)
    writer.session.flush()
    return names


def _rows(writer: Writer, project_id: int, name: str, known: Known) -> list[_Row]:
    packages = {package.code: package for package in known.packages}
    found = writer.connection.execute(
        "SELECT b.file, r.place, ifnull(r.raw, ''), r.package, r.marks, r.roles, b.kind FROM v_waiting AS v "
        "JOIN import_row AS r ON r.id = v.row_id JOIN import_batch AS b ON b.id = v.batch_id "
        "WHERE v.project_id = ? AND v.name = ? ORDER BY r.id",
        (project_id, name),
    ).fetchall()
    return [
        _Row(file, place, raw, packages.get(code), code, tuple(marks.split()),
             tuple(roles.split()) or (() if kind in OF_PEOPLE else ("unknown",)), kind in OF_PEOPLE)
        for file, place, raw, code, marks, roles, kind in found
    ]  # fmt: skip


def _new(name: str, known: Known) -> NewOrganisation:
    """The organisation that a name becomes; EtappiError where the store has one of that name or spelling."""
    for organisation in known.organisations:
        if name in (organisation.name, organisation.short, *organisation.spellings):
            raise EtappiError("store.name_taken", name=name, other=organisation.name)
    return NewOrganisation(name, propose(name, [organisation.short for organisation in known.organisations]))


def _changes(
    rows: list[_Row], organisation: str, organisation_id: int | None, book: RoleBook
) -> tuple[dict[int, list[RoleChange]], int]:
    """What happens to each package's pair, and in how many a change by hand stays."""
    gathered: dict[int, tuple[KnownPackage, set[str]]] = {}
    for row in rows:
        if row.package is not None:
            gathered.setdefault(row.package.id, (row.package, set()))[1].update(row.roles)
    out, kept = {}, 0
    for number, (package, roles) in gathered.items():
        pair = Pair(package, organisation, organisation_id, frozenset(roles))
        by_hand = book.edited(pair) is not None
        kept += by_hand
        out[number] = book.changes(pair, "kept" if by_hand else None)
    return out, kept


def _outcome(changes: list[RoleChange]) -> Outcome:
    found = {change.outcome for change in changes}
    return "added" if "added" in found else "changed" if "changed" in found else "same"


def _read(row: _Row, name: str, outcome: Outcome, organisation: str | None = None) -> ReadRow:
    reason = "import.skipped_name" if outcome == "skipped" else None
    return ReadRow(
        Place(item=row.place), row.raw, name, row.package_code, row.marks, outcome, organisation, reason, row.roles
    )  # fmt: skip


def _plan(
    rows: list[_Row], name: str, answer: str, read: list[ReadRow], *, roles: tuple[RoleChange, ...] = (),
    new: tuple[NewOrganisation, ...] = (), aliases: tuple[tuple[str, str], ...] = (),
    not_same: tuple[tuple[str, str], ...] = (),
) -> ImportPlan:  # fmt: skip
    """The rows as an import of their own: what it did is told, found and undone as that of a file is."""
    files = list(dict.fromkeys(row.file for row in rows))
    return ImportPlan(
        file=", ".join(files), sha256="", kind=KIND, reader="", reader_version="", rows_read=len(read),
        marks_read=sum(len(row.marks) for row in read), spellings=1, rows=tuple(read), roles=roles, new=new,
        aliases=aliases, not_same=not_same, decisions=(Decision("name", name, answer),),
    )  # fmt: skip
