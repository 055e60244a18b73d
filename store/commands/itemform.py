"""The form of an item saved whole: its own fields, its quarters, and what was done (R20, as `store.editing`)."""

from core.errors import EtappiError
from core.text import clean
from store.commands.items import check_measures, known_owner, replan
from store.commands.progress import item_of, record
from store.editing import Base, Clash, Saved, StaleEdit, last_change, save
from store.forms import ITEM_COLUMNS, WORK_FIELDS, work_fields
from store.models import Item
from store.status import ProjectRow
from store.writing import Writer

TAKEN_BACK = {("started", "not_started"), ("done", "not_started"), ("done", "started"), ("not_started", "done"),
              ("started", "done")}  # fmt: skip
"""Changes of state that no fact makes: what was recorded by mistake is undone."""


def edit_item(
    writer: Writer, project: ProjectRow, item_id: int, base: Base, wanted: dict[str, object], today: str, *,
    on: str | None = None, note: str | None = None, decision: str | None = None,
) -> Saved:  # fmt: skip
    """Save the form of an item that was opened with *base* (`store.forms.item_base`, or a part of it).

    The item's own fields are changed; other quarters become a replan by *decision*; units, steps and another state
    become evidence of the day *on* (ISO; *today* if None) with *note*. `StaleEdit` where somebody changed one of the
    same fields to something else. EtappiError as by the acts that it stands for, and for a technique that does not fit
    what is recorded.
    """
    item = item_of(writer, project.id, item_id)
    _check_stale(writer, item_id, base, wanted, today)
    saved = _save_columns(writer, item, base, wanted)
    now = work_fields(writer.connection, item_id, today)
    asked = {name: wanted[name] for name in WORK_FIELDS
             if name in wanted and wanted[name] != base.values[name] and wanted[name] != now[name]}  # fmt: skip
    merged = tuple(name for name in WORK_FIELDS if name in base.values and name not in asked
                   and now[name] != base.values[name] and wanted.get(name) == base.values[name])  # fmt: skip
    day = on or today
    closed = now["state"] in ("accepted", "cancelled")
    state = asked.get("state")
    if closed and state is not None:
        record(writer, project, item, "reopened", day, today, note=note, decision=decision)
    if "first" in asked or "last" in asked:
        first, last = (_quarter(wanted.get(name, now[name])) for name in ("first", "last"))
        replan(writer, project, item_id, first, last, today, decision=decision)
    _record_steps(writer, project, item, asked, now, (day, today, note))
    units = asked.get("units_done")
    if "units_done" in asked:
        record(writer, project, item, "units", day, today, units=units if isinstance(units, int) else None, note=note)
    if state is not None:
        before = str(work_fields(writer.connection, item_id, today)["state"] if closed else now["state"])
        _record_state(writer, project, item, (before, str(state)), (day, today, note), decision)
    who = saved.who or (_who(writer, item_id)[0] if merged else None)
    return Saved((*saved.written, *asked), (*saved.merged, *merged), who)


def _check_stale(writer: Writer, item_id: int, base: Base, wanted: dict[str, object], today: str) -> None:
    """`StaleEdit` where quarters, units, steps or state are others now than the form shows, and others still than it
    wants; the item's own fields are looked at by `save`."""
    now = work_fields(writer.connection, item_id, today)
    clashes = tuple(
        Clash(name, base.values[name], now[name], wanted[name]) for name in WORK_FIELDS
        if name in wanted and wanted[name] not in (base.values[name], now[name]) and now[name] != base.values[name]
    )  # fmt: skip
    if clashes:
        raise StaleEdit(clashes, *_who(writer, item_id))


def _who(writer: Writer, item_id: int) -> tuple[str, str]:
    """Who recorded something of an item last, or gave it other quarters, and when."""
    found = writer.connection.execute(
        "SELECT a.actor, a.at FROM (SELECT made_by FROM evidence WHERE item_id = :item "
        "UNION ALL SELECT made_by FROM replan WHERE item_id = :item) AS e JOIN action AS a ON a.id = e.made_by "
        "ORDER BY a.id DESC LIMIT 1", {"item": item_id}
    ).fetchone()  # fmt: skip
    return (str(found[0]), str(found[1])) if found else last_change(writer, "item", item_id)


def _save_columns(writer: Writer, item: Item, base: Base, wanted: dict[str, object]) -> Saved:
    own = {name: wanted[name] for name in ITEM_COLUMNS if name in wanted}
    if isinstance(own.get("title"), str):
        own["title"] = clean(str(own["title"]))
        if not own["title"]:
            raise EtappiError("progress.no_title")
    mine = {name: value for name, value in own.items() if value != base.values[name]}
    if "owner_id" in mine:
        owner = mine["owner_id"]
        known_owner(writer, owner if isinstance(owner, int) else None)
    technique, units = mine.get("technique", item.technique), mine.get("units", item.units)
    if technique != "units" and "units" not in mine:
        units = None
    elif not (units is None or isinstance(units, int)):
        raise EtappiError("progress.units_missing", code=item.code)
    check_measures(str(technique), units, mine.get("weight", item.weight), item.code)
    if technique != item.technique:
        _check_technique(writer, item, str(technique))
        own |= {"technique": technique, "units": units}
        item.technique_given = 1
    elif technique == "units" and units is not None:
        _check_done(writer, item, units)
    opened = {name: base.values.get(name, getattr(item, name)) for name in ITEM_COLUMNS}
    return save(
        writer, Item, item.id or 0, Base(base.version, base.epoch, opened), own, together=("technique", "units")
    )


def _check_technique(writer: Writer, item: Item, technique: str) -> None:
    """Another technique where nothing is recorded in the old one; its steps or targets go with it."""
    if technique == "milestones":
        raise EtappiError("progress.steps_wanted", code=item.code)
    used = writer.connection.execute(
        "SELECT 1 FROM evidence WHERE item_id = ? AND kind IN ('step', 'units') LIMIT 1", (item.id,)
    ).fetchone()
    if used:
        raise EtappiError("progress.technique_used", code=item.code)
    for table in ("replan", "step", "unit_target"):
        condition = " AND step_id IS NOT NULL" if table == "replan" else ""
        writer.connection.execute(f"DELETE FROM {table} WHERE item_id = ?{condition}", (item.id,))
    writer.session.expire_all()


def _check_done(writer: Writer, item: Item, units: int) -> None:
    most = writer.connection.execute("SELECT max(units) FROM evidence WHERE item_id = ?", (item.id,)).fetchone()[0]
    if most is not None and units < most:
        raise EtappiError("progress.units_below", code=item.code, units=units, done=most)


def _record_steps(
    writer: Writer, project: ProjectRow, item: Item, asked: dict[str, object], now: dict[str, object],
    day: tuple[str, str, str | None],
) -> None:  # fmt: skip
    steps = asked.get("steps")
    if not isinstance(steps, tuple):
        return
    done = now["steps"] if isinstance(now["steps"], tuple) else ()
    on, today, note = day
    if set(done) - set(steps):
        raise EtappiError("progress.step_stays", code=item.code)
    for number in sorted(set(steps) - set(done)):
        record(writer, project, item, "step", on, today, step=number, note=note)


def _record_state(
    writer: Writer, project: ProjectRow, item: Item, states: tuple[str, str], day: tuple[str, str, str | None],
    decision: str | None,
) -> None:  # fmt: skip
    """The evidence that leads from one state to another; an item that was closed has been reopened by now."""
    after = states[1]
    on, today, note = day
    if states in TAKEN_BACK:
        raise EtappiError("progress.state_stays", code=item.code)
    if after in ("accepted", "cancelled"):
        record(writer, project, item, after, on, today, note=note, decision=decision)
    elif states == ("not_started", "started"):
        record(writer, project, item, "started", on, today, note=note)


def _quarter(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
