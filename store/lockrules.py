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
    """*bound* is SQL that says whether the row ``{row}`` belongs to a locked quarter, with ``{lock}`` for the newest
    one of its project (NULL where none is locked: then nothing is bound).

    *columns*: an UPDATE is looked at only where one of these changes; empty means every column. *may* is SQL of an
    UPDATE of a bound row that is allowed all the same. *twin* is SQL over ``o`` and ``NEW``: the row that an INSERT OR
    REPLACE would silently take away, where the new row itself need not be bound. *inserts* and *deletes* stand in
    for *bound* where inserting or deleting is judged by another condition.
    """

    table: str
    bound: str
    columns: tuple[str, ...] = ()
    may: str = "0"
    twin: str = "o.id = NEW.id"
    inserts: str | None = None
    deletes: str | None = None


def _from(column: str = "from_quarter") -> str:
    return f"ifnull({{row}}.{column}, 0) <= {{lock}}"


COUNTED = "EXISTS (SELECT 1 FROM item AS c WHERE c.id = {row}.item_id AND ifnull(c.scope_from, 0) <= {lock})"
"""SQL: the item of the row counted by the newest locked quarter."""

OF_TARGETS = "(SELECT count(*) FROM unit_target AS t WHERE t.item_id = {row}.item_id)"
LATER_END = (
    "ifnull(OLD.to_quarter, 9999) >= {lock} AND ifnull(NEW.to_quarter, 9999) >= {lock} "
    "AND OLD.from_quarter IS NEW.from_quarter"
)
"""SQL: a row that holds beyond the lock is ended later than it, or has its end moved or taken away."""

NO_QUARTERS = (
    "EXISTS (SELECT 1 FROM item AS c JOIN work_package AS w ON w.id = c.work_package_id "
    "WHERE c.project_id = OLD.id AND c.to_quarter IS NULL AND w.to_quarter IS NULL "
    "AND ifnull(c.scope_from, 0) <= {lock})"
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
    "AND c.technique <> 'effort' AND ifnull(c.scope_from, 0) <= {lock})"
)
"""SQL: an item counted by the lock ends with its package."""

STARTED = quarter_of("{row}.start") + " <= {lock}"
"""SQL: an event started within a locked quarter. One without a day is free."""

AT_STARTED = f"(SELECT {quarter_of('e.start')} FROM event AS e WHERE e.id = {{row}}.event_id) <= {{lock}}"
"""SQL: the row belongs to such an event."""

PURGING = "(SELECT purging FROM meta) IS 1"
"""SQL: personal data is being taken out, which no lock forbids; the snapshot keeps the figures."""

MEASURES = (
    "{{lock}} IS NOT NULL AND EXISTS (SELECT 1 FROM indicator AS i JOIN wave AS w ON w.id = {wave} "
    "JOIN survey AS s ON s.id = w.survey_id WHERE i.project_id = {{row}}.project_id "
    "AND instr(lower(replace(i.source, ' ', '')), lower('survey:' || replace(s.code, ' ', '') || '/')) = 1)"
)
"""SQL: an indicator rests on the survey of the wave. Answers to other surveys may come at any time."""

COUNTED_THERE = "EXISTS (SELECT 1 FROM event_list AS l WHERE l.event_id = OLD.id AND l.kind <> 'registered')"

RESPONDED = MEASURES.format(wave="{row}.wave_id") + f" AND {quarter_of(answered_on('{row}'))} <= {{lock}}"
"""SQL: the response counts in a locked quarter, for an indicator."""

ANSWERED = (
    MEASURES.format(wave="(SELECT r.wave_id FROM response AS r WHERE r.id = {row}.response_id)")
    + f" AND (SELECT {quarter_of(answered_on('r'))} FROM response AS r WHERE r.id = {{row}}.response_id) <= {{lock}}"
)
"""SQL: the answer belongs to such a response."""

RULES: tuple[Rule, ...] = (
    Rule("evidence", quarter_of("{row}.on_date") + " <= {lock}"),
    Rule("obligation_fact", quarter_of("{row}.on_date") + " <= {lock}"),
    # who owes it decides what is counted: it stays once something was told in a locked quarter
    Rule("obligation", "EXISTS (SELECT 1 FROM obligation_fact AS f WHERE f.obligation_id = {row}.id "
         f"AND {quarter_of('f.on_date')} <= {{lock}})", columns=("project_id", "code", "role", "work_package_id"),
         twin="(o.id = NEW.id OR (o.project_id = NEW.project_id AND o.code = NEW.code))"),
    Rule("reported_progress", "{row}.quarter <= {lock}"),
    Rule("indicator_value", "{row}.quarter <= {lock}"),
    Rule("quarter_report", "{row}.quarter <= {lock}"),
    Rule("step", f"({{row}}.quarter <= {{lock}} OR EXISTS (SELECT 1 FROM evidence AS e WHERE e.step_id = {{row}}.id "
         f"AND {quarter_of('e.on_date')} <= {{lock}})) AND {COUNTED}",
         columns=("item_id", "number", "share", "quarter"), twin="(o.item_id = NEW.item_id AND o.number = NEW.number)"),
    # the first target of an item, and the last one taken away, turn its plan from or to a straight line
    Rule("unit_target", f"{{row}}.quarter <= {{lock}} AND {COUNTED}",
         inserts=f"({{row}}.quarter <= {{lock}} OR {OF_TARGETS} = 0) AND {COUNTED}",
         deletes=f"({{row}}.quarter <= {{lock}} OR {OF_TARGETS} = 1) AND {COUNTED}"),
    Rule("item", "ifnull({row}.scope_from, 0) <= {lock}",
         columns=("project_id", "work_package_id", "kind", "from_quarter", "to_quarter", "technique", "weight", "units",
                  "scope_from", "counter"),
         may=" AND ".join(f"OLD.{one} IS NEW.{one}" for one in ("project_id", "work_package_id", "kind", "technique",
                          "weight", "units", "scope_from", "counter")) + f" AND {SAME_QUARTERS}",
         twin="(o.id = NEW.id OR (o.project_id = NEW.project_id AND o.code = NEW.code))"),
    Rule("replan", "{row}.effective <= {lock}",
         columns=("item_id", "step_id", "effective", "from_quarter", "to_quarter")),
    Rule("colour_override", "{row}.from_quarter <= {lock}",
         columns=("work_package_id", "colour", "from_quarter", "until_quarter"),
         may="OLD.until_quarter >= {lock} AND NEW.until_quarter >= {lock} AND OLD.from_quarter = NEW.from_quarter "
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
             f"AND ifnull(OLD.to_quarter, 0) >= {{lock}} AND ifnull(NEW.to_quarter, 0) >= {{lock}} AND NOT {SILENT}"),
    # what a package needs is part of its colour; what an item waits for is only told
    Rule("dependency", "{row}.item_id IS NULL AND EXISTS (SELECT 1 FROM work_package AS w "
         "WHERE w.id = {row}.work_package_id AND ifnull(w.from_quarter, 0) <= {lock})"),
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
         + quarter_of("coalesce({row}.closed, {row}.opened)") + " <= {lock}", columns=("opened", "closed")),
)  # fmt: skip


def lock_triggers() -> Iterator[str]:
    """CREATE TRIGGER statements, one by one, in a fixed order."""
    for rule in RULES:
        yield _trigger(rule.table, "insert", f"{_over(rule.inserts or rule.bound, 'NEW')}\n  OR EXISTS (SELECT 1 FROM "
                       f"{rule.table} AS o WHERE {rule.twin} AND {_over(rule.bound, 'o')})")  # fmt: skip
        yield _trigger(rule.table, "delete", _over(rule.deletes or rule.bound, "OLD"))
        moved = [f"OLD.{column} IS NOT NEW.{column}" for column in rule.columns] or ["1"]
        bound = f"({_over(rule.bound, 'OLD')} OR {_over(rule.bound, 'NEW')})"
        yield _trigger(
            rule.table, "update", f"({' OR '.join(moved)}) AND {bound}\n  AND NOT ({_over(rule.may, 'NEW')})"
        )
    yield _trigger("work_package", "update",
                   f"OLD.parent_id IS NOT NEW.parent_id AND {_lock('OLD')} > 0", "_parent")  # fmt: skip
    project = "(SELECT max(quarter) FROM quarter_lock WHERE project_id = OLD.id)"
    judged = " OR ".join(f"OLD.{one} IS NOT NEW.{one}" for one in ("start_date", "kick_off", "report_days"))
    yield _trigger("project", "update", f"{project} > 0 AND ({judged}\n  OR "
                   f"{quarter_of('NEW.end_date')} <= {project} OR "
                   f"OLD.end_date <> NEW.end_date AND {NO_QUARTERS.format(lock=project)})")  # fmt: skip
    # a value that a locked quarter was measured against; one that was missing may be filled in
    measured = " OR ".join(f"OLD.{one} IS NOT NULL AND OLD.{one} IS NOT NEW.{one}"
                           for one in ("kind", "baseline", "target", "direction", "aggregation"))  # fmt: skip
    yield _trigger("indicator", "update", f"({measured}) AND EXISTS (SELECT 1 FROM indicator_value AS v\n"
                   f"  WHERE v.indicator_id = OLD.id AND v.quarter <= {_lock('OLD')})")  # fmt: skip
    yield from _order()


def _order() -> Iterator[str]:
    """Quarters are locked one after the other from the project's first and opened from the newest backwards, both by an
    act of Etappi, which keeps who and why."""
    first = f"(SELECT {quarter_of('start_date')} FROM project WHERE id = NEW.project_id)"
    yield _trigger("quarter_lock", "insert", f"NEW.quarter <> ifnull({_lock('NEW')} + 1, {first}) OR {OUTSIDE}")
    yield _trigger("quarter_lock", "delete", f"OLD.quarter < {_lock('OLD')} OR {OUTSIDE}")
    yield _trigger("quarter_lock", "update", "OLD.project_id <> NEW.project_id OR OLD.quarter <> NEW.quarter")


def _lock(row: str) -> str:
    return f"(SELECT max(quarter) FROM quarter_lock WHERE project_id = {row}.project_id)"


def _over(condition: str, row: str) -> str:
    return f"({condition.format(row=row, lock=_lock(row))})"


def _trigger(table: str, event: str, condition: str, name: str = "") -> str:
    # NULL, where nothing is locked, is not true: the row passes
    return (
        f"CREATE TRIGGER lock_{table}_{event}{name} BEFORE {event.upper()} ON {table}\n"
        f"WHEN {condition}\nBEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
