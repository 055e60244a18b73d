"""One item as `core.progress` knows it: its plan with every change of its quarters, and its evidence."""

from sqlite3 import Connection

from core.errors import EtappiError
from core.progress import EvidenceFact, ItemPlan, ItemState, Replanned, fold, is_done
from store.counting import units_of

NEWEST = 9999
"""A quarter after all others: the plan in force in it is the one of today and later."""


def plan_of(connection: Connection, item_id: int) -> ItemPlan:
    """The plan of an item; EtappiError (exit 1) where it is gone."""
    row = connection.execute(
        "SELECT first, last, technique, weight, units, scope_from FROM v_item WHERE id = ?", (item_id,)
    ).fetchone()
    if row is None:
        raise EtappiError("store.row_gone", 1)
    targets = connection.execute("SELECT quarter, units FROM unit_target WHERE item_id = ?", (item_id,)).fetchall()
    steps = connection.execute("SELECT number, share, quarter FROM step WHERE item_id = ?", (item_id,)).fetchall()
    return ItemPlan(first=row[0], last=row[1], technique=row[2], weight=row[3], units=row[4], scope_from=row[5],
                    unit_targets=dict(targets), steps={number: (share, due) for number, share, due in steps},
                    replans=_replans(connection, item_id))  # fmt: skip


def _replans(connection: Connection, item_id: int) -> tuple[Replanned, ...]:
    whole: dict[int, tuple[int, int]] = {}
    steps: dict[int, dict[int, int]] = {}
    for effective, number, first, last in connection.execute(
        "SELECT r.effective, s.number, r.from_quarter, r.to_quarter FROM replan AS r "
        "LEFT JOIN step AS s ON s.id = r.step_id WHERE r.item_id = ? ORDER BY r.effective, r.id", (item_id,)
    ).fetchall():  # fmt: skip
        if number is None:
            whole[effective] = first, last
        else:
            steps.setdefault(effective, {})[number] = last
    return tuple(Replanned(one, *whole[one], steps.get(one, {})) for one in sorted(whole))


def facts_of(connection: Connection, item_id: int) -> list[EvidenceFact]:
    """The evidence of an item in the order in which it was entered."""
    rows = connection.execute(
        "SELECT e.on_date, e.kind, s.number, e.units FROM evidence AS e LEFT JOIN step AS s ON s.id = e.step_id "
        "WHERE e.item_id = ? ORDER BY e.id",
        (item_id,),
    ).fetchall()
    return [EvidenceFact(*row) for row in rows]


def state_of(connection: Connection, item_id: int, until: str) -> tuple[ItemPlan, ItemState, str]:
    """The plan, the state on the day *until*, and its word (core.work.ITEM_STATES)."""
    plan = plan_of(connection, item_id)
    state = fold(facts_of(connection, item_id), until, units_of(connection, item_id, until))
    open_word = "done" if is_done(plan, state) else "started" if state.started else "not_started"
    return plan, state, state.closed or open_word
