"""Organisations of the store: made, renamed, merged, split, in or out of a project's network."""

from collections.abc import Iterable

from sqlmodel import col, or_, select

from core.business_id import BusinessIdError, business_id
from core.errors import EtappiError
from core.importing import NewOrganisation
from core.languages import CODES
from core.text import clean, folded, sort_key
from store.closing import locked_until, refused
from store.commands import events, inforce, obligations, surveys
from store.editing import Base, Saved, save
from store.models import Item, Label, Membership, NotSame, Organisation, Participation, Spelling
from store.writing import Writer, key

SHORT_LIMIT = 40
VALUES = ("business_id", "region", "language")
"""What is known of an organisation beside its names, in all projects alike."""


def make(writer: Writer, new: Iterable[NewOrganisation], source: str) -> dict[str, int]:
    """Make organisations with their names as first spellings; returns their ids by name.

    Names and short names must be new to the store (the database refuses otherwise).
    """
    ids = {}
    for one in new:
        row = Organisation(name=one.name, short=one.short, sort_key=sort_key(one.name), folded=folded(one.name),
                           made_by=writer.action)  # fmt: skip
        writer.session.add(row)
        writer.session.flush()
        ids[one.name] = key(row.id)
        writer.session.add(Spelling(organisation_id=key(row.id), text=one.name, source=source, made_by=writer.action))
    writer.session.flush()
    return ids


def remember(writer: Writer, spellings: Iterable[tuple[int, str]], source: str) -> int:
    """Remember spellings (organisation id, text) that are not remembered yet; returns how many were new."""
    count = 0
    for organisation_id, text in spellings:
        known = select(Spelling).where(Spelling.organisation_id == organisation_id, Spelling.text == text)
        if writer.session.exec(known).first() is None:
            writer.session.add(
                Spelling(organisation_id=organisation_id, text=text, source=source, made_by=writer.action)
            )
            writer.session.flush()
            count += 1
    return count


def keep_apart(writer: Writer, pairs: Iterable[tuple[int, str]]) -> int:
    """Remember that a spelling is not an organisation (id, text); returns how many were new."""
    count = 0
    for organisation_id, text in pairs:
        known = select(NotSame).where(NotSame.organisation_id == organisation_id, NotSame.text == text)
        if writer.session.exec(known).first() is None:
            writer.session.add(NotSame(organisation_id=organisation_id, text=text, made_by=writer.action))
            writer.session.flush()
            count += 1
    return count


def join(writer: Writer, project_id: int, organisation_ids: Iterable[int], *, network: bool = True) -> int:
    """Make organisations members of a project's network, or met outside it; those that are already stay as they are."""
    known = set(
        writer.session.exec(select(Membership.organisation_id).where(Membership.project_id == project_id)).all()
    )
    count = 0
    for organisation_id in dict.fromkeys(organisation_ids):
        if organisation_id not in known:
            writer.session.add(
                Membership(project_id=project_id, organisation_id=organisation_id, network=int(network),
                           from_quarter=inforce.beginning(writer, project_id), made_by=writer.action)
            )  # fmt: skip
            count += 1
    writer.session.flush()
    return count


def rename(writer: Writer, name: str, new_name: str) -> str:
    """Give an organisation another name; the old one stays a spelling. Returns the name that it has now.

    The short name is kept. EtappiError if there is none of *name*, or another has the new name.
    """
    row = find(writer, name)
    fresh = clean(new_name)
    if not fresh:
        raise EtappiError("store.empty_name")
    if fresh == row.name:
        return fresh
    _refuse_taken(writer, fresh, row)
    row.name, row.sort_key, row.folded = fresh, sort_key(fresh), folded(fresh)
    row.version += 1
    writer.session.add(row)
    writer.session.flush()
    remember(writer, [(key(row.id), fresh)], "user")
    return fresh


def edit(writer: Writer, project_id: int, organisation_id: int, base: Base, wanted: dict[str, object]) -> Saved:
    """Change name, short name, network (True in it) and, where the form has them, business id, region and language of
    an organisation that a form was opened with. An empty text means none.

    The old name stays a spelling. EtappiError where a name or business id is empty, wrong or another's, `StaleEdit`
    where somebody else gave it another one meanwhile.
    """
    row = writer.session.get(Organisation, organisation_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    name, short = clean(str(wanted["name"])), short_to_give(writer, organisation_id, str(wanted["short"]))
    if not name:
        raise EtappiError("store.empty_name")
    _refuse_taken(writer, name, row)
    values = {one: _value(writer, row, one, wanted[one]) for one in VALUES if one in base.values}
    old = {one: base.values[one] or None for one in values}
    names = Base(base.version, base.epoch, {"name": base.values["name"], "short": base.values["short"], **old})
    saved = save(writer, Organisation, organisation_id, names, {"name": name, "short": short, **values})
    written = saved.written
    if "name" in written:
        row.sort_key, row.folded = sort_key(name), folded(name)
        writer.session.add(row)
        writer.session.flush()
        remember(writer, [(organisation_id, name)], "user")
    if wanted["network"] != base.values["network"]:
        set_network(writer, project_id, row.name, network=bool(wanted["network"]))
        written = (*written, "network")
    return Saved(written, saved.merged, saved.who)


def _value(writer: Writer, row: Organisation, field: str, given: object) -> str | None:
    """A business id, region or language as it is stored; EtappiError if it is wrong or another's."""
    text = clean(str(given or ""))
    if not text:
        return None
    if field == "language":
        if text not in CODES:
            raise EtappiError("store.language_unknown", value=text)
        return text
    if field == "region":
        return text
    try:
        number = business_id(text)
    except BusinessIdError as error:
        raise EtappiError("store.business_id_wrong", value=text) from error
    other = writer.session.exec(
        select(Organisation).where(Organisation.business_id == number, Organisation.id != row.id)
    ).first()
    if other is not None:
        raise EtappiError("store.business_id_taken", value=number, other=other.name)
    return number


def short_to_give(writer: Writer, organisation_id: int, short: str) -> str:
    """*short* cleaned; EtappiError if it is empty or another organisation's."""
    text = clean(short, SHORT_LIMIT)
    if not text:
        raise EtappiError("store.empty_name")
    other = writer.session.exec(
        select(Organisation).where(Organisation.short == text, Organisation.id != organisation_id)
    ).first()
    if other is not None:
        raise EtappiError("store.short_taken", name=text, other=other.name)
    return text


def merge(writer: Writer, keep: str, gone: str) -> tuple[str, str, int]:
    """Make two organisations one: *gone*'s spellings, memberships and roles go to *keep*, its row is deleted.

    Where both have the same role in a package the stronger certainty stays; a role "unknown" goes where the other
    knows one. *keep* takes the business id, region and language that it lacks. Returns both names and how many role
    rows moved. EtappiError if they are the same or missing.
    """
    into, row = find(writer, keep), find(writer, gone)
    if into.id == row.id:
        raise EtappiError("store.same_organisation", name=into.name)
    into_id, gone_id = key(into.id), key(row.id)
    _refuse_locked(writer, gone_id)
    moved = _merge_roles(writer, into_id, gone_id)
    _merge_memberships(writer, into_id, gone_id)
    _merge_labels(writer, into_id, gone_id)
    obligations.move(writer, into_id, gone_id)
    events.move(writer, into_id, gone_id)
    surveys.move(writer, into_id, gone_id)
    for item in writer.session.exec(select(Item).where(Item.owner_id == gone_id)).all():
        item.owner_id, item.version = into_id, item.version + 1
    kept = {s.text for s in writer.session.exec(select(Spelling).where(Spelling.organisation_id == into_id)).all()}
    for spelling in writer.session.exec(select(Spelling).where(Spelling.organisation_id == gone_id)).all():
        if spelling.text in kept:
            writer.session.delete(spelling)
        else:
            spelling.organisation_id, spelling.version = into_id, spelling.version + 1
    writer.session.flush()
    _merge_kept_apart(writer, into_id, gone_id)
    names = into.name, row.name
    values = {field: getattr(row, field) for field in VALUES}
    writer.session.delete(row)
    writer.session.flush()
    _take_over(writer, into, values)
    return names[0], names[1], moved


def _take_over(writer: Writer, into: Organisation, values: dict[str, str | None]) -> None:
    """Give an organisation the values that it lacks."""
    lacking = {field: value for field, value in values.items() if value and getattr(into, field) is None}
    for field, value in lacking.items():
        setattr(into, field, value)
    if lacking:
        into.version += 1
        writer.session.add(into)
        writer.session.flush()


def split(writer: Writer, spelling: str, short: str) -> tuple[str, str]:
    """Take a spelling away from its organisation and make it an organisation of its own.

    Roles stay where they are, since nobody can tell which came by which spelling; the new organisation joins the same
    projects. The two are kept apart from now on. Returns (new name, name it was part of). EtappiError if the
    spelling is unknown or is the organisation's own name.
    """
    text = clean(spelling)
    found = writer.session.exec(select(Spelling).where(Spelling.text == text)).all()
    if not found:
        raise EtappiError("store.unknown_spelling", name=text)
    if len(found) > 1:
        raise EtappiError("store.spelling_of_two", name=text)
    row = writer.session.get_one(Organisation, found[0].organisation_id)
    if row.name == text:
        raise EtappiError("store.split_own_name", name=text)
    _refuse_taken(writer, text, row)
    writer.session.delete(found[0])
    writer.session.flush()
    made = make(writer, [NewOrganisation(name=text, short=short)], "user")[text]
    keep_apart(writer, [(key(row.id), text), (made, row.name)])
    for membership in writer.session.exec(select(Membership).where(Membership.organisation_id == row.id)).all():
        join(writer, membership.project_id, [made], network=bool(membership.network))
    return text, row.name


def set_network(writer: Writer, project_id: int, name: str, *, network: bool) -> str:
    """Put an organisation in a project's network or outside it; returns its name. EtappiError if it is unknown."""
    row = find(writer, name)
    locked = locked_until(writer.connection, project_id)
    held = [one for one in writer.session.exec(
        select(Membership).where(Membership.project_id == project_id, Membership.organisation_id == row.id)
    ).all() if not inforce.is_over(one, locked)]  # fmt: skip
    if not held:
        join(writer, project_id, [key(row.id)], network=network)
    elif bool(held[0].network) != network:
        inforce.change(writer, held[0], {"network": int(network)})
        writer.session.flush()
    return row.name


def find(writer: Writer, name: str) -> Organisation:
    """The organisation with a name, short name or remembered spelling (case does not matter where that is unique).

    EtappiError for none or several.
    """
    text = clean(name)
    everything = writer.session.exec(select(Organisation)).all()
    for wanted in (
        [o for o in everything if o.name == text],
        [o for o in everything if o.short == text],
        [o for o in everything if text.casefold() in (o.name.casefold(), o.short.casefold())],
    ):
        if len(wanted) == 1:
            return wanted[0]
        if wanted:
            raise EtappiError("store.several_organisations", name=text, names="; ".join(o.name for o in wanted))
    spelled = writer.session.exec(select(Spelling.organisation_id).where(Spelling.text == text).distinct()).all()
    if len(spelled) == 1:
        return writer.session.get_one(Organisation, spelled[0])
    near = [o.name for o in everything if folded(text) in o.folded][:5]
    if near:
        raise EtappiError("store.unknown_organisation_near", name=text, names="; ".join(near))
    raise EtappiError("store.unknown_organisation", name=text)


def _refuse_locked(writer: Writer, gone_id: int) -> None:
    """EtappiError where a locked quarter counts the organisation that would be gone."""
    rows: list[inforce.ByQuarter] = [
        *writer.session.exec(select(Participation).where(Participation.organisation_id == gone_id)).all(),
        *writer.session.exec(select(Membership).where(Membership.organisation_id == gone_id)).all(),
    ]
    quarter = inforce.first_held(writer, rows)
    if quarter is not None:
        raise refused(quarter)


def _merge_roles(writer: Writer, into_id: int, gone_id: int) -> int:
    kept = {
        (p.work_package_id, p.role): p
        for p in writer.session.exec(select(Participation).where(Participation.organisation_id == into_id)).all()
    }
    rows = writer.session.exec(select(Participation).where(Participation.organisation_id == gone_id)).all()
    known = {p.work_package_id for p in [*kept.values(), *rows] if p.role != "unknown"}
    for row in rows:
        same = kept.get((row.work_package_id, row.role))
        if same is not None:
            if row.certainty == "confirmed" and same.certainty != "confirmed":
                same.certainty, same.version = "confirmed", same.version + 1
            writer.session.delete(row)
        elif row.role == "unknown" and row.work_package_id in known:
            writer.session.delete(row)
        else:
            row.organisation_id, row.version = into_id, row.version + 1
    for (package, role), row in kept.items():
        if role == "unknown" and package in known:
            writer.session.delete(row)
    writer.session.flush()
    return len(rows)


def _merge_kept_apart(writer: Writer, into_id: int, gone_id: int) -> None:
    """What is kept apart from either stays apart from both, save the spellings that are theirs now."""
    own = set(writer.session.exec(select(Spelling.text).where(Spelling.organisation_id == into_id)).all())
    rows = writer.session.exec(select(NotSame).where(col(NotSame.organisation_id).in_([into_id, gone_id]))).all()
    kept = {row.text for row in rows if row.organisation_id == into_id}
    for row in rows:
        if row.text in own or (row.organisation_id == gone_id and row.text in kept):
            writer.session.delete(row)
        elif row.organisation_id == gone_id:
            row.organisation_id, row.version = into_id, row.version + 1
    writer.session.flush()


def _merge_memberships(writer: Writer, into_id: int, gone_id: int) -> None:
    kept = {
        m.project_id: m
        for m in writer.session.exec(select(Membership).where(Membership.organisation_id == into_id)).all()
    }
    for row in writer.session.exec(select(Membership).where(Membership.organisation_id == gone_id)).all():
        same = kept.get(row.project_id)
        if same is None:
            row.organisation_id, row.version = into_id, row.version + 1
            continue
        if row.network and not same.network:
            same.network, same.version = 1, same.version + 1
        writer.session.delete(row)
    writer.session.flush()


def _merge_labels(writer: Writer, into_id: int, gone_id: int) -> None:
    kept = {(one.project_id, one.text)
            for one in writer.session.exec(select(Label).where(Label.organisation_id == into_id)).all()}  # fmt: skip
    for row in writer.session.exec(select(Label).where(Label.organisation_id == gone_id)).all():
        if (row.project_id, row.text) in kept:
            writer.session.delete(row)
        else:
            row.organisation_id, row.version = into_id, row.version + 1
    writer.session.flush()


def _refuse_taken(writer: Writer, name: str, row: Organisation) -> None:
    """EtappiError where another organisation has *name* as its name, its short name or a spelling."""
    spelled = select(Spelling.organisation_id).where(Spelling.text == name)
    taken = or_(Organisation.name == name, Organisation.short == name, col(Organisation.id).in_(spelled))
    other = writer.session.exec(select(Organisation).where(taken, Organisation.id != row.id)).first()
    if other is not None:
        raise EtappiError("store.name_taken", name=name, other=other.name)
