"""Units of items that rest on events (``events:KIND``, ``organisations``): written as dated evidence whenever events or
their lists change, so that `status` reads evidence alone and no attendance (decisions.md)."""

from collections.abc import Iterator

from sqlmodel import col, select

from core import quarter as quarters
from core.counters import EVENTS, ORGANISATIONS
from core.days import iso
from store.attendance import attended
from store.closing import first_open
from store.models import Evidence, Item
from store.writing import Writer, key

HELD = """
WITH RECURSIVE below(id) AS (SELECT :package UNION ALL SELECT w.id FROM work_package AS w
  JOIN below AS b ON w.parent_id = b.id)
SELECT DISTINCT e.id, substr(e.start, 1, 10) AS day, e.kind FROM event AS e JOIN event_package AS x ON x.event_id = e.id
WHERE x.work_package_id IN (SELECT id FROM below) AND e.start IS NOT NULL AND e.cancelled_on IS NULL
  AND EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = e.id AND l.kind <> 'registered')
ORDER BY day, e.id"""

TABLES = ("event", "event_list", "event_package", "attendance", "item")


def refresh(writer: Writer) -> None:
    """Bring the evidence of such items to what events say now, where this act has changed any of it. Quarters that are
    locked stay as they are: what was known of them counts from the first open day."""
    items = writer.session.exec(select(Item).where(
        (col(Item.counter) == ORGANISATIONS) | col(Item.counter).startswith(EVENTS)
    )).all()  # fmt: skip
    if items and _touched(writer):
        for item in items:
            _bring(writer, item)
        writer.session.flush()


def _touched(writer: Writer) -> bool:
    made = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE made_by = :action)" for table in TABLES)
    names = ", ".join(f"'{table}'" for table in TABLES)
    found = writer.connection.execute(
        f"SELECT {made} OR EXISTS (SELECT 1 FROM change WHERE action = :action AND table_name IN ({names}))",
        {"action": writer.action},
    ).fetchone()
    return bool(found[0])


def _bring(writer: Writer, item: Item) -> None:
    opened = first_open(writer.connection, item.project_id)
    begins = iso(quarters.first_day(opened)) if opened is not None else ""
    wanted: dict[str, int] = {}
    before = 0
    for day, total in _totals(writer, item):
        if day < begins:
            before = total
        else:
            wanted[day] = total
    there = writer.session.exec(select(Evidence).where(Evidence.item_id == item.id, Evidence.kind == "units")).all()
    locked = max((row.units or 0 for row in there if row.on_date < begins), default=0)
    if before > locked and begins not in wanted:
        wanted[begins] = before
    for row in there:
        if row.on_date < begins:
            continue
        if wanted.get(row.on_date) == row.units:
            del wanted[row.on_date]
        else:
            writer.session.delete(row)
    writer.session.flush()
    for day, total in sorted(wanted.items()):
        writer.session.add(Evidence(project_id=item.project_id, item_id=key(item.id), on_date=day, kind="units",
                                    units=total, actor=writer.actor, made_by=writer.action))  # fmt: skip


def _totals(writer: Writer, item: Item) -> Iterator[tuple[str, int]]:
    """The running total on each day on which it grew: events held, or organisations that were at them."""
    held = writer.connection.execute(HELD, {"package": item.work_package_id}).fetchall()
    if item.counter != ORGANISATIONS:
        kind = (item.counter or "").removeprefix(EVENTS)
        days = [day for _, day, one in held if one == kind]
        yield from {day: number for number, day in enumerate(days, 1)}.items()
        return
    identified, heads = attended(writer.connection, item.project_id, [event for event, _, _ in held])
    there: dict[int, set[int]] = {}
    for event, organisation, _ in [*identified, *heads]:
        if organisation is not None:
            there.setdefault(event, set()).add(organisation)
    met: set[int] = set()
    totals: dict[str, int] = {}
    for event, day, _ in held:
        more = there.get(event, set()) - met
        if more:
            met |= more
            totals[day] = len(met)
    yield from totals.items()
