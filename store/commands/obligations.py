"""What organisations owe: what it is, and how far each has come."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import insert
from sqlmodel import select

from core import quarter as quarters
from core.agreements import Changed
from core.codes import code_key
from core.counters import is_counted
from core.days import day_number
from core.errors import EtappiError
from core.importing import StateChange
from core.obligations import COUNTER, STATES, Terms, counted_code
from core.roles import ROLES
from core.text import clean, clean_lines
from store import obligations
from store.closing import require_open
from store.editing import Base, Saved, save
from store.models import Indicator, Item, Obligation, ObligationFact, WorkPackage
from store.status import ProjectRow
from store.writing import Writer, key

CODE_LIMIT, TITLE_LIMIT, TEXT_LIMIT = 20, 200, 500
NAMED = 5  # organisations that an error names; of others it says how many


def define(
    writer: Writer, project: ProjectRow, code: str, title: str, *, role: str | None = None, package: str | None = None,
    due: str | None = None, proof: str | None = None,
) -> Terms:  # fmt: skip
    """Make an obligation: of those with *role* (in *package*), of all of *package*, or of all of the network.

    EtappiError: no code or title, a code that another one has, an unknown role or package, a due date that is none.
    """
    text, name = clean(code, CODE_LIMIT), clean(title, TITLE_LIMIT)
    if not text or not name:
        raise EtappiError("obligation.no_title")
    there = writer.session.exec(select(Obligation).where(Obligation.project_id == project.id)).all()
    for row in there:
        if code_key(row.code) == code_key(text):
            raise EtappiError("obligation.code_taken", code=row.code, title=row.title)
    _check_terms(role, due)
    row = Obligation(
        project_id=project.id, code=text, title=name, position=max((one.position for one in there), default=0) + 1,
        role=role, work_package_id=_package(writer, project, package), due=due, proof=_text(proof),
        made_by=writer.action,
    )  # fmt: skip
    writer.session.add(row)
    writer.session.flush()
    return obligations.terms_of(writer.connection, project.id, text)


def change(writer: Writer, obligation_id: int, base: Base, wanted: dict[str, object]) -> Saved:
    """Change title, role, work_package_id, due or proof of an obligation that a form was opened with (store.editing).

    EtappiError as `define`; its code stays, since counters name it.
    """
    title = clean(str(wanted.get("title", "x")), TITLE_LIMIT)
    if not title:
        raise EtappiError("obligation.no_title")
    role, due, proof = wanted.get("role"), wanted.get("due"), wanted.get("proof")
    _check_terms(str(role) if role else None, str(due) if due else None)
    cleaned = dict(wanted)
    for name, value in (("title", title), ("role", role or None), ("due", due or None),
                        ("proof", _text(str(proof)) if proof else None)):  # fmt: skip
        if name in wanted:
            cleaned[name] = value
    return save(writer, Obligation, obligation_id, base, cleaned)


def remove(writer: Writer, project: ProjectRow, code: str) -> Terms:
    """Take an obligation away that nothing was told of; returns it. EtappiError where facts, a counter or an
    indicator's source stand on it."""
    terms = obligations.terms_of(writer.connection, project.id, code)
    told = writer.session.exec(select(ObligationFact.id).where(ObligationFact.obligation_id == terms.id)).first()
    name = f"{COUNTER}{terms.code}"
    counted = writer.session.exec(
        select(Item.id).where(Item.project_id == project.id, Item.counter == name)
    ).first() or writer.session.exec(
        select(Indicator.id).where(Indicator.project_id == project.id, Indicator.source == name)
    ).first()  # fmt: skip
    if told is not None or counted is not None:
        raise EtappiError("obligation.in_use", code=terms.code)
    writer.session.delete(writer.session.get_one(Obligation, terms.id))
    writer.session.flush()
    return terms


def set_state(
    writer: Writer, project: ProjectRow, code: str, organisation_ids: Iterable[int], state: str, on_date: str,
    today: str, *, reason: str | None = None, proof: str | None = None, anyway: bool = False,
) -> Changed:  # fmt: skip
    """Say how organisations stand with an obligation from the ISO date *on_date* on.

    Nothing is written for those of which the same is told already. EtappiError, with nothing written: no such
    obligation or state, a day after *today* or in a locked quarter, not required without a reason, and an organisation
    that does not owe it (unless *anyway*: then it stands outside the sums).
    """
    terms = obligations.terms_of(writer.connection, project.id, code)
    if state not in STATES:
        raise EtappiError("obligation.unknown_state", state=state, states=", ".join(STATES))
    if on_date > today:
        raise EtappiError("obligation.in_future", date=on_date, today=today)
    require_open(writer.connection, project.id, quarters.of_date(on_date))
    said, shown = _text(reason), _text(proof)
    if state == "not_required" and said is None:
        raise EtappiError("obligation.no_reason", code=terms.code)
    ids = tuple(dict.fromkeys(organisation_ids))
    names = _names(writer, ids)
    if not anyway:
        owing = obligations.who_owes(writer.connection, project, terms, on_date)
        others = [names[one] for one in ids if one not in owing]
        if others:
            raise EtappiError("obligation.does_not_owe", code=terms.code, n=len(others), names=_listed(others))
    held = obligations.standings(writer.connection, project.id, terms, on_date)
    written = [
        one for one in ids
        if (before := held.get(one)) is None or before.state != state or said not in (None, before.reason)
        or shown not in (None, before.proof)
    ]  # fmt: skip
    _insert(writer, project.id, [
        {"obligation_id": terms.id, "organisation_id": one, "on_date": on_date, "state": state, "reason": said,
         "proof": shown} for one in written
    ])  # fmt: skip
    return Changed(terms.code, tuple(names[one] for one in written), len(ids) - len(written))


def write(writer: Writer, project_id: int, states: Sequence[StateChange], ids: Mapping[str, int]) -> None:
    """Write what a file says of obligations; *ids* are those of all organisations by name."""
    codes = {terms.code: terms.id for terms in obligations.all_terms(writer.connection, project_id)} if states else {}
    _insert(writer, project_id, [
        {"obligation_id": codes[one.obligation], "organisation_id": ids[one.organisation], "on_date": one.on_date,
         "state": one.state, "reason": _text(one.reason), "proof": _text(one.proof)}
        for one in states if one.outcome != "same"
    ])  # fmt: skip


def _insert(writer: Writer, project_id: int, facts: Sequence[Mapping[str, object]]) -> None:
    common = {"project_id": project_id, "actor": writer.actor, "version": 1, "made_by": writer.action}
    if facts:
        writer.session.execute(insert(ObligationFact), [{**fact, **common} for fact in facts])


def move(writer: Writer, into_id: int, gone_id: int) -> None:
    """Give everything that was told of one organisation to another, since both are one."""
    for row in writer.session.exec(select(ObligationFact).where(ObligationFact.organisation_id == gone_id)).all():
        row.organisation_id, row.version = into_id, row.version + 1
        writer.session.add(row)
    writer.session.flush()


def refuse_counted(item: Item) -> None:
    """EtappiError for an item whose units Etappi counts itself: nobody types them, too."""
    if is_counted(item.counter):
        by_events = counted_code(item.counter) is None
        raise EtappiError("event.counted" if by_events else "obligation.counted", code=item.code, counter=item.counter)


def _names(writer: Writer, ids: Sequence[int]) -> dict[int, str]:
    """Short names by id; EtappiError (exit 1) where one is gone."""
    found = dict(writer.connection.execute("SELECT id, short FROM organisation").fetchall())
    if not found.keys() >= set(ids):
        raise EtappiError("store.row_gone", 1)
    return {one: found[one] for one in ids}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" +{len(names) - NAMED}" if len(names) > NAMED else "")


def _text(value: str | None) -> str | None:
    return clean_lines(value, TEXT_LIMIT) or None if value else None


def _check_terms(role: str | None, due: str | None) -> None:
    if role is not None and role not in ROLES:
        raise EtappiError("obligation.unknown_role", role=role)
    if due is not None:
        try:
            day_number(due)
        except ValueError:
            raise EtappiError("obligation.bad_due", value=due) from None


def _package(writer: Writer, project: ProjectRow, code: str | None) -> int | None:
    if code is None:
        return None
    found = writer.session.exec(
        select(WorkPackage).where(WorkPackage.project_id == project.id, WorkPackage.code_key == code_key(code))
    ).all()
    if len(found) != 1:
        raise EtappiError("progress.unknown_package", code=code)
    return key(found[0].id)
