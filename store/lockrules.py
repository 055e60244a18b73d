"""What a closed quarter binds: triggers that refuse every change which would move a figure or a colour of it.

They stand in the database, so that the app, the commands, imports, undo and any SQLite shell meet them alike. For each
table a rule says which rows are bound; a part that adds a table with figures by quarter adds one line here. Goals,
titles, texts, names, labels, deviations and decisions stay free.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from store.closing import REFUSAL
from store.views import answered_on, quarter_of


@dataclass(frozen=True)
class Rule:
    """*bound* is SQL that says whether the row ``{row}`` belongs to a locked quarter, over the view ``v_lock`` of its
    project: *newest* is the newest one, *open_day* the month in which the first open one begins (both NULL where none
    is locked: then nothing is bound).

    *columns*: an UPDATE is looked at only where one of these changes; empty means every column. *may* is SQL of an
    UPDATE of a bound row that is allowed all the same. *twin* is SQL over ``o`` and ``NEW``: the row that an INSERT OR
    REPLACE would silently take away, where the new row itself need not be bound. *inserts* and *deletes* stand in
    for *bound* where inserting or deleting is judged by another condition.
    """

    table: str
    bound: str
    columns: tuple[str, ...] = ()
    may: str = ""
    twin: str = "o.id = NEW.id"
    inserts: str | None = None
    deletes: str | None = None


def _from(column: str = "from_quarter") -> str:
    return f"ifnull({{row}}.{column}, 0) <= newest"


COUNTED = "EXISTS (SELECT 1 FROM item AS c WHERE c.id = {row}.item_id AND ifnull(c.scope_from, 0) <= newest)"
"""SQL: the item of the row counted by the newest locked quarter."""

OF_TARGETS = "(SELECT count(*) FROM unit_target AS t WHERE t.item_id = {row}.item_id)"
LATER_END = (
    "ifnull(OLD.to_quarter, 9999) >= newest AND ifnull(NEW.to_quarter, 9999) >= newest "
    "AND OLD.from_quarter IS NEW.from_quarter"
)
"""SQL: a row that holds beyond the lock is ended later than it, or has its end moved or taken away."""

NO_QUARTERS = (
    "EXISTS (SELECT 1 FROM item AS c JOIN work_package AS w ON w.id = c.work_package_id "
    "WHERE c.project_id = OLD.id AND c.to_quarter IS NULL AND w.to_quarter IS NULL "
    "AND ifnull(c.scope_from, 0) <= newest)"
)
"""SQL: an item counted by the lock ends with the project, so that another end would change what was planned."""

OUTSIDE = "(SELECT action FROM meta) IS NULL"
"""SQL: no act of Etappi runs; another program changes the file."""

SAME_QUARTERS = " AND ".join(
    f"ifnull(OLD.{edge}, (SELECT w.{edge} FROM work_package AS w WHERE w.id = OLD.work_package_id)) "
    f"IS ifnull(NEW.{edge}, (SELECT w.{edge} FROM work_package AS w WHERE w.id = OLD.work_package_id))"
    for edge in ("from_quarter", "to_quarter")
)
"""SQL: an item gets as its own the quarters that it had from its package, or the other way round."""

SILENT = (
    "EXISTS (SELECT 1 FROM item AS c WHERE c.work_package_id = OLD.id AND c.to_quarter IS NULL "
    "AND c.technique <> 'effort' AND ifnull(c.scope_from, 0) <= newest)"
)
"""SQL: an item counted by the lock ends with its package."""

STARTED = "{row}.start < open_day"
"""SQL: an event started within a locked quarter. One without a day is free."""

AT_STARTED = "(SELECT start FROM event WHERE id = {row}.event_id) < open_day"
"""SQL: the row belongs to such an event."""

PURGING = "(SELECT purging FROM meta) IS 1"
"""SQL: personal data is being taken out, which no lock forbids; the snapshot keeps the figures."""

MEASURES = (
    "newest IS NOT NULL AND EXISTS (SELECT 1 FROM indicator AS i JOIN wave AS w ON w.id = {wave} "
    "JOIN survey AS s ON s.id = w.survey_id WHERE i.project_id = {{row}}.project_id "
    "AND instr(lower(replace(i.source, ' ', '')), lower('survey:' || replace(s.code, ' ', '') || '/')) = 1)"
)
"""SQL: an indicator rests on the survey of the wave. Answers to other surveys may come at any time."""

COUNTED_THERE = "EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = OLD.id AND l.kind <> 'registered')"

RESPONDED = MEASURES.format(wave="{row}.wave_id") + f" AND {answered_on('{row}')} < open_day"
"""SQL: the response counts in a locked quarter, for an indicator."""

ANSWERED = (
    MEASURES.format(wave="(SELECT r.wave_id FROM response AS r WHERE r.id = {row}.response_id)")
    + f" AND (SELECT {answered_on('r')} FROM response AS r WHERE r.id = {{row}}.response_id) < open_day"
)
"""SQL: the answer belongs to such a response."""

RULES: tuple[Rule, ...] = (
    Rule("evidence", "{row}.on_date < open_day"),
    Rule("obligation_fact", "{row}.on_date < open_day"),
    # who owes it decides what is counted: it stays once something was told in a locked quarter
    Rule("obligation", "EXISTS (SELECT 1 FROM obligation_fact AS f WHERE f.obligation_id = {row}.id "
         "AND f.on_date < open_day)", columns=("project_id", "code", "role", "work_package_id"),
         twin="(o.id = NEW.id OR (o.project_id = NEW.project_id AND o.code = NEW.code))"),
    Rule("reported_progress", "{row}.quarter <= newest"),
    Rule("indicator_value", "{row}.quarter <= newest"),
    Rule("quarter_report", "{row}.quarter <= newest"),
    Rule("step", "({row}.quarter <= newest OR EXISTS (SELECT 1 FROM evidence AS e WHERE e.step_id = {row}.id "
         f"AND e.on_date < open_day)) AND {COUNTED}",
         columns=("item_id", "number", "share", "quarter"), twin="(o.item_id = NEW.item_id AND o.number = NEW.number)"),
    # the first target of an item, and the last one taken away, turn its plan from or to a straight line
    Rule("unit_target", f"{{row}}.quarter <= newest AND {COUNTED}",
         inserts=f"({{row}}.quarter <= newest OR {OF_TARGETS} = 0) AND {COUNTED}",
         deletes=f"({{row}}.quarter <= newest OR {OF_TARGETS} = 1) AND {COUNTED}"),
    Rule("item", "ifnull({row}.scope_from, 0) <= newest",
         columns=("project_id", "work_package_id", "kind", "from_quarter", "to_quarter", "technique", "weight", "units",
                  "scope_from", "counter"),
         may=" AND ".join(f"OLD.{one} IS NEW.{one}" for one in ("project_id", "work_package_id", "kind", "technique",
                          "weight", "units", "scope_from", "counter")) + f" AND {SAME_QUARTERS}",
         twin="(o.id = NEW.id OR (o.project_id = NEW.project_id AND o.code = NEW.code))"),
    Rule("replan", "{row}.effective <= newest",
         columns=("item_id", "step_id", "effective", "from_quarter", "to_quarter")),
    Rule("colour_override", "{row}.from_quarter <= newest",
         columns=("work_package_id", "colour", "from_quarter", "until_quarter"),
         may="OLD.until_quarter >= newest AND NEW.until_quarter >= newest AND OLD.from_quarter = NEW.from_quarter "
             "AND OLD.work_package_id = NEW.work_package_id AND OLD.colour = NEW.colour"),
    Rule("participation", _from(),
         columns=("work_package_id", "organisation_id", "role", "certainty", "from_quarter", "to_quarter"),
         may=f"{LATER_END} AND OLD.work_package_id = NEW.work_package_id AND OLD.role = NEW.role "
             "AND OLD.organisation_id = NEW.organisation_id AND OLD.certainty = NEW.certainty"),
    Rule("membership", _from(), columns=("project_id", "organisation_id", "network", "from_quarter", "to_quarter"),
         may=f"{LATER_END} AND OLD.organisation_id = NEW.organisation_id AND OLD.network = NEW.network "
             "AND OLD.project_id = NEW.project_id"),
    # one that goes on beyond the lock may end later or sooner, but not within it
    Rule("work_package", _from(), columns=("project_id", "from_quarter", "to_quarter"),
         may="OLD.project_id = NEW.project_id AND OLD.from_quarter IS NEW.from_quarter "
             f"AND ifnull(OLD.to_quarter, 0) >= newest AND ifnull(NEW.to_quarter, 0) >= newest AND NOT {SILENT}"),
    # what a package needs is part of its colour; what an item waits for is only told
    Rule("dependency", "{row}.item_id IS NULL AND EXISTS (SELECT 1 FROM work_package AS w "
         "WHERE w.id = {row}.work_package_id AND ifnull(w.from_quarter, 0) <= newest)"),
    # what was not held may still be cancelled; titles, places and hosts are free
    Rule("event", STARTED, columns=("project_id", "kind", "start", "cancelled_on"),
         may="OLD.project_id = NEW.project_id AND OLD.kind = NEW.kind AND OLD.start IS NEW.start "
             f"AND NOT {COUNTED_THERE}",
         twin="(o.id = NEW.id OR (o.project_id = NEW.project_id AND o.code = NEW.code))"),
    Rule("event_package", AT_STARTED),
    Rule("event_list", AT_STARTED, columns=("project_id", "event_id", "kind", "mode", "persons", "organisations")),
    Rule("attendance", AT_STARTED,
         columns=("project_id", "list_id", "event_id", "organisation_id", "person_key", "headcount"),
         may=PURGING, deletes=f"{AT_STARTED} AND NOT {PURGING}"),
    # who answered, and from where, is free: figures by quarter rest on what was answered and when
    Rule("response", RESPONDED, columns=("project_id", "wave_id", "on_date"), may=PURGING,
         twin="(o.id = NEW.id OR (o.wave_id = NEW.wave_id AND o.source_id = NEW.source_id))",
         deletes=f"{RESPONDED} AND NOT {PURGING}"),
    Rule("answer", ANSWERED, columns=("project_id", "response_id", "question_id", "number", "option_id", "dont_know"),
         may=PURGING, twin="(o.id = NEW.id OR (o.response_id = NEW.response_id AND o.question_id = NEW.question_id "
         "AND o.option_id IS NEW.option_id))", deletes=f"{ANSWERED} AND NOT {PURGING}"),
    # answers without a day of their own count on the wave's
    Rule("wave", MEASURES.format(wave="{row}.id") + " AND EXISTS (SELECT 1 FROM response AS r "
         "WHERE r.wave_id = {row}.id AND r.on_date IS NULL) AND "
         "coalesce({row}.closed, {row}.opened) < open_day", columns=("opened", "closed")),
)  # fmt: skip


def lock_triggers() -> Iterator[str]:
    """CREATE TRIGGER statements, one by one, in a fixed order.

    They are as short as they can be: SQLite parses all of them whenever somebody opens the file (`etappi status`).
    """
    for rule in RULES:
        twin = f"EXISTS (SELECT 1 FROM {rule.table} AS o, v_lock WHERE {rule.twin} AND project = o.project_id AND "
        yield _trigger(rule.table, "insert", f"{_over(rule.inserts or rule.bound, 'NEW')}\n"
                       f"  OR {twin}{rule.bound.format(row='o')})")  # fmt: skip
        yield _trigger(rule.table, "delete", _over(rule.deletes or rule.bound, "OLD"))
        bound = f"({rule.bound.format(row='OLD')} OR {rule.bound.format(row='NEW')})"
        may = f" AND NOT ({rule.may})" if rule.may else ""
        yield _trigger(rule.table, "update", f"{_moved(rule.columns)}EXISTS (SELECT 1 FROM v_lock\n"
                       f"  WHERE project IN (OLD.project_id, NEW.project_id) AND {bound}{may})")  # fmt: skip
    yield _trigger("work_package", "update",
                   f"OLD.parent_id IS NOT NEW.parent_id AND {_over('newest > 0', 'OLD')}", "_parent")  # fmt: skip
    yield _trigger("project", "update", "EXISTS (SELECT 1 FROM v_lock WHERE project = OLD.id AND newest > 0\n"
                   f"  AND ({_moved(('start_date', 'kick_off', 'report_days'), 'OR ')}NEW.end_date < open_day "
                   f"OR OLD.end_date <> NEW.end_date AND {NO_QUARTERS}))")  # fmt: skip
    # a value that a locked quarter was measured against; one that was missing may be filled in
    measured = " OR ".join(f"OLD.{one} IS NOT NULL AND OLD.{one} IS NOT NEW.{one}"
                           for one in ("kind", "baseline", "target", "direction", "aggregation"))  # fmt: skip
    yield _trigger("indicator", "update", f"({measured}) AND EXISTS (SELECT 1 FROM indicator_value AS v, v_lock\n"
                   "  WHERE v.indicator_id = OLD.id AND project = OLD.project_id AND v.quarter <= newest)")  # fmt: skip
    yield from _order()


def _order() -> Iterator[str]:
    """Quarters are locked one after the other from the project's first and opened from the newest backwards, both by an
    act of Etappi, which keeps who and why."""
    newest, first = (f"(SELECT {one} FROM {table} WHERE {key} = NEW.project_id)" for one, table, key in (
        ("newest + 1", "v_lock", "project"), (quarter_of("start_date"), "project", "id")))  # fmt: skip
    yield _trigger("quarter_lock", "insert", f"NEW.quarter <> ifnull({newest}, {first}) OR {OUTSIDE}")
    yield _trigger("quarter_lock", "delete", f"{_over('OLD.quarter < newest', 'OLD')} OR {OUTSIDE}")
    yield _trigger("quarter_lock", "update", "OLD.project_id <> NEW.project_id OR OLD.quarter <> NEW.quarter")


def _moved(columns: tuple[str, ...], then: str = "AND ") -> str:
    """SQL: one of *columns* changes; nothing for none of them."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS NOT ({new}) {then}" if columns else ""


def _over(condition: str, row: str) -> str:
    """SQL: *condition* holds for *row* and the lock of its project."""
    return f"EXISTS (SELECT 1 FROM v_lock WHERE project = {row}.project_id AND {condition.format(row=row)})"


def _trigger(table: str, event: str, condition: str, name: str = "") -> str:
    # NULL, where nothing is locked, is not true: the row passes
    return (
        f"CREATE TRIGGER lock_{table}_{event}{name} BEFORE {event.upper()} ON {table}\n"
        f"WHEN {condition}\nBEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
